import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportCounts, ImportMapping } from '@perigon/contracts'
import { objectOf, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { createImport, describeSource, getImport, moveImport, parseMapping, workOnImport } from '@perigon/transfer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importDeps } from './import-job.ts'
import { modules } from './modules.ts'

/** Records are found by what a field says, however the file and the database write it. */
let house: House
const folder = mkdtempSync(join(tmpdir(), 'perigon-import-match-'))
const actor = systemActor('importer')

beforeAll(async () => {
  house = await openHouse(modules)
  const definition = { type: 'decimal', label: { zh: '规格', en: 'Size' }, scale: 2 } as const
  await house.kernel.addCustomField(actor, { object: 'product', key: 'x_size', definition })
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Brings a table in, its columns being these fields, matched by one of them. */
async function bring(object: string, fields: readonly string[], { match, lines }: { match: string; lines: readonly string[] }) {
  const path = join(folder, `${match}.csv`)
  writeFileSync(path, [fields.join(','), ...lines, ''].join('\n'))
  const source = await describeSource(path)
  const mapping: ImportMapping = {
    columns: fields.map((field, column) => ({ column, header: field, field })),
    match,
    existing: 'update',
  }
  const id = await createImport(house.kernel.db, { object, fileName: 'x.csv', filePath: path, source, mapping, actor })
  const counts: ImportCounts[] = []
  for (const [from, to] of [
    ['uploaded', 'checking'],
    ['checked', 'running'],
  ] as const) {
    await moveImport(house.kernel.db, id, { from: [from], to })
    await workOnImport(importDeps(house.kernel), id)
    counts.push((await getImport(house.kernel.db, id, actor)).counts)
  }
  return counts[0]
}

const write = async (object: string, patches: readonly Record<string, unknown>[]) =>
  house.kernel.write(
    actor,
    patches.map((patch) => ({ object, op: 'create' as const, patch })),
    { cause: { kind: 'seed' } },
  )

describe('an import finds the records that are there', () => {
  it('by a decimal number, whatever zeros are at its end', async () => {
    await write('product', [
      { name: '轴承', x_size: '1.50' },
      { name: '法兰', x_size: '20' },
    ])
    const lines = ['轴承 A,1.5', '法兰 A,20.00', '阀门,1.51', '阀门 B,1.510']
    expect(await bring('product', ['name', 'x_size'], { match: 'x_size', lines })).toEqual({ new: 1, update: 3, skip: 0, fail: 0 })
    const rows = await house.db.query({
      text: `select name, trim_scale(x_size)::text as size from product where x_size is not null order by x_size`,
      values: [],
    })
    expect(rows).toEqual([
      { name: '轴承 A', size: '1.5' },
      { name: '阀门 B', size: '1.51' },
      { name: '法兰 A', size: '20' },
    ])
  })

  it('by a moment, whatever the time zone it is written in; two records of one moment are told', async () => {
    const [employee] = await write('employee', [{ name: '林晓' }])
    const assignee = employee?.ok === true ? employee.id : ''
    await write('task', [
      { subject: '报价', due_at: '2026-12-01T02:30:00Z', assignee },
      { subject: '回访', due_at: '2026-12-02T02:30:00Z', assignee },
      { subject: '收款', due_at: '2026-12-02T02:30:00Z', assignee },
    ])
    const lines = ['报价单,2026-12-01T10:30:00+08:00', '随便,2026-12-02T02:30:00Z']
    expect(await bring('task', ['subject', 'due_at'], { match: 'due_at', lines })).toEqual({ new: 0, update: 1, skip: 0, fail: 1 })
  })

  it('not by an amount, which says two things: how much, and in what', async () => {
    const object = objectOf(house.kernel.snapshot(), 'product')
    const source = await describeSource(writeSheet('list_price'))
    const input = { columns: [{ column: 0, header: 'list_price', field: 'list_price' }], match: 'list_price' }
    expect(() => parseMapping(input, source, { object, actor, snapshot: house.kernel.snapshot() })).toThrow('import.mapping')
  })
})

function writeSheet(header: string): string {
  const path = join(folder, 'amount.csv')
  writeFileSync(path, `${header}\n12\n`)
  return path
}
