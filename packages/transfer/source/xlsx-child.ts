import { readFileSync } from 'node:fs'
import { streamXlsxRows } from 'hucre/xlsx'

/**
 * Runs in a process of its own, with a memory limit: reads a workbook and prints its rows as JSON lines, each an array
 * of texts. Whatever a hostile file does to the parser happens here and not in the server.
 */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) {
    const iso = value.toISOString()
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ')
  }
  if (typeof value === 'object') return 'text' in value ? String(value.text) : 'result' in value ? cellText(value.result) : ''
  return String(value)
}

async function write(line: string): Promise<void> {
  if (!process.stdout.write(line)) await new Promise((done) => process.stdout.once('drain', done))
}

const [path = '', limit = '0'] = process.argv.slice(2)
let lines: string[] = []
let seen = 0
for await (const row of streamXlsxRows(readFileSync(path), { sheet: 0 })) {
  lines.push(JSON.stringify(row.values.map(cellText)))
  seen += 1
  if (Number(limit) > 0 && seen >= Number(limit)) break
  if (lines.length >= 500) {
    await write(`${lines.join('\n')}\n`)
    lines = []
  }
}
if (lines.length > 0) await write(`${lines.join('\n')}\n`)
process.exit(0)
