/** What several ask for at the same time is made once, for all of them. */
export function together<T>(): (make: () => Promise<T>) => Promise<T> {
  let underWay: Promise<T> | null = null
  return make => (underWay ??= make().finally(() => (underWay = null)))
}
