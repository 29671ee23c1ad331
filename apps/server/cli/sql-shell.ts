import { createInterface } from 'node:readline/promises'
import type { Database, Row } from '@perigon/db'
import type { Printer } from './print.ts'

/** A very small stand-in for psql: `-c` statements, or statements from standard input that end with `;`. */
export async function runSqlShell(database: Database, { args, print }: { args: readonly string[]; print: Printer }): Promise<number> {
  const statements = args.flatMap((word, index) => (args[index - 1] === '-c' ? [word] : []))
  if (statements.length > 0) {
    for (const statement of statements) if (!(await perform(database, statement, print))) return 1
    return 0
  }
  let isGood = true
  let text = ''
  const isPerson = process.stdin.isTTY
  const terminal = createInterface({ input: process.stdin, ...(isPerson ? { output: process.stderr } : {}), prompt: 'perigon=> ' })
  if (isPerson) terminal.prompt()
  for await (const line of terminal) {
    if (line.trim() === '\\q') break
    text += `${line}\n`
    if (line.trimEnd().endsWith(';')) {
      isGood = (await perform(database, text, print)) && isGood
      text = ''
    }
    if (isPerson) terminal.prompt()
  }
  terminal.close()
  if (text.trim() !== '') isGood = (await perform(database, text, print)) && isGood
  return isGood ? 0 : 1
}

async function perform(database: Database, statement: string, print: Printer): Promise<boolean> {
  try {
    const rows = await database.query(statement)
    print.line(formatRows(rows))
    return true
  } catch (error) {
    print.note(`ERROR: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

/** Rows as an aligned table, like psql's. */
export function formatRows(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {})
  const count = `(${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`
  if (columns.length === 0) return count
  const table = [columns, ...rows.map((row) => columns.map((column) => formatValue(row[column])))]
  const widths = columns.map((_, index) => Math.max(...table.map((cells) => displayWidth(cells[index] ?? ''))))
  const line = (cells: readonly string[]) =>
    cells.map((cell, index) => ` ${cell}${' '.repeat((widths[index] ?? 0) - displayWidth(cell))} `).join('|')
  const [head = [], ...body] = table.map(line)
  return [head, widths.map((width) => '-'.repeat(width + 2)).join('+'), ...body, count].join('\n')
}

function formatValue(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

// Chinese characters take two columns of a terminal.
function displayWidth(text: string): number {
  return [...text].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u.test(char)
        ? 2
        : 1),
    0,
  )
}
