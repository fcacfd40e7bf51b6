/** Lists, as they are changed: always a new one. */

export function replaced<T>(list: readonly T[], index: number, value: T): T[] {
  return list.map((one, at) => (at === index ? value : one))
}

export function without<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, at) => at !== index)
}

/** The first letter that names no option yet. */
export function nextOptionId(taken: readonly string[]): string {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))
  return letters.find(letter => !taken.includes(letter)) ?? String(taken.length + 1)
}
