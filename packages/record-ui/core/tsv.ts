/** Signs by which a spreadsheet takes a cell for a formula, behind apostrophes that keep it from doing so. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/
const NEGATIVE = /^-[\d.,]+%?$/

/**
 * The cells of a block as a spreadsheet puts it on the clipboard: tabs between cells, line ends between rows. A cell in
 * quotation marks may hold both and doubled marks; a mark that nothing closes, or that stands inside a text, is a character.
 */
export function parseTsv(text: string): readonly (readonly string[])[] {
  const input = text.replace(/\r\n?/g, '\n')
  const rows: string[][] = [[]]
  let at = 0
  for (;;) {
    const quoted = input[at] === '"' ? QUOTED.exec(input.slice(at)) : null
    const raw = quoted?.[0] ?? (PLAIN.exec(input.slice(at, at + MAX_CELL))?.[0] || '')
    rows.at(-1)?.push(quoted === null ? raw : (quoted[1] ?? '').replaceAll('""', '"'))
    at += raw.length
    if (at >= input.length) return rows
    if (input[at] === '\n') {
      // The line end behind the last row begins no other.
      if (at === input.length - 1) return rows
      rows.push([])
    }
    at += 1
  }
}

const MAX_CELL = 1_000_000
const QUOTED = /^"((?:[^"]|"")*)"(?=\t|\n|$)/
const PLAIN = /^[^\t\n]*/

/** Rows of cells as a spreadsheet takes them from the clipboard; what it would run as a formula gets an apostrophe in front. */
export function printTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => quoted(guarded(cell))).join('\t')).join('\r\n')
}

function guarded(cell: string): string {
  return FORMULA.test(cell) && !NEGATIVE.test(cell) ? `'${cell}` : cell
}

function quoted(cell: string): string {
  return /[\t\n\r]|^"/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
