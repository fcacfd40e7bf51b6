/** CSV: rows as a file that spreadsheets open (RFC 4180). */

export type Cell = string | number | boolean | null | undefined

/** A spreadsheet would take such a text for a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** The first row is the header. What there is no value for is empty. */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return rows.map(row => `${row.map(written).join(',')}\r\n`).join('')
}

/** With a mark at its beginning, by which spreadsheets know that it is UTF-8. */
export function csvFile(name: string, rows: readonly (readonly Cell[])[]) {
  return { name, content: new Blob([`\uFEFF${csvOf(rows)}`], { type: 'text/csv;charset=utf-8' }) }
}

function written(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
