/** Signs by which a spreadsheet takes a cell for a formula, behind the apostrophes that keep it from doing so. */
const GUARDED = /^'+[=+\-@\t\r＝＋－＠]/

/** A text that looks guarded already gets one apostrophe more, so that taking one away gives it back. */
export function doublyGuarded(cell: string): string {
  return GUARDED.test(cell) ? `'${cell}` : cell
}

/** A cell of a CSV file without the apostrophe that an export, or a person, put before a formula's sign. */
export function unguarded(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell
}
