import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError, type ImportJob, type ImportMapping, type ImportState } from '@perigon/contracts'
import { objectOf, systemActor } from '@perigon/kernel'
import { type House, openHouse, testActor } from '@perigon/testing'
import { createImport, describeSource, errorRows, getImport, guessMapping, moveImport, parseMapping, workOnImport } from '@perigon/transfer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importDeps } from './import-job.ts'
import { modules } from './modules.ts'

let house: House
const folder = mkdtempSync(join(tmpdir(), 'perigon-parts-'))
const actor = systemActor('importer')

beforeAll(async () => {
  house = await openHouse(modules)
})
afterAll(() => house.close())

async function upload(
  object: string,
  lines: readonly string[],
  change: (mapping: ImportMapping) => ImportMapping = (mapping) => mapping,
): Promise<{ readonly id: string; readonly mapping: ImportMapping }> {
  const path = join(folder, `${object}-${Math.abs(lines.join().length)}.csv`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  const source = await describeSource(path)
  const snapshot = house.kernel.snapshot()
  const target = { object: objectOf(snapshot, object), actor, snapshot }
  const mapping = parseMapping(change(guessMapping(source, target.object, target)), source, target)
  return { id: await createImport(house.kernel.db, { object, fileName: 'x.csv', filePath: path, source, mapping, actor }), mapping }
}

async function move(id: string, from: ImportState, to: ImportState): Promise<ImportJob> {
  await moveImport(house.kernel.db, id, { from: [from], to })
  await workOnImport(importDeps(house.kernel), id)
  return getImport(house.kernel.db, id, actor)
}

async function found(
  object: string,
  input: { readonly field: string; readonly prefix: string; readonly fields: readonly string[] },
): Promise<readonly unknown[]> {
  const page = JSON.parse(
    await house.kernel.list(actor, object, {
      filter: { field: input.field, op: 'starts_with', value: input.prefix },
      fields: [...input.fields],
      sort: [input.fields[0] ?? 'id'],
    }),
  )
  return page.data.map((row: { [key: string]: unknown }) =>
    input.fields.map((field) => {
      const value = row[field]
      return typeof value === 'object' && value !== null && 'title' in value ? value.title : value
    }),
  )
}

const HEADER = '客户名称,公司电话,联系人姓名,手机,跟进内容,跟进时间'
const SHEET = [
  HEADER,
  '一表甲公司,021-55550001,张一,13800138001,初次拜访，谈了需求,2026-03-01 09:00',
  '一表甲公司,,李二,13800138002,,',
  '一表乙公司,,,,电话询价,2026-03-02 10:00',
]

describe('one sheet of customers, their contacts and a first interaction', () => {
  it('is understood by its headers', async () => {
    const { mapping } = await upload('customer', SHEET)
    expect(mapping.columns.map((column) => column.field)).toEqual([
      'name',
      'phone',
      'contacts.name',
      'contacts.mobile',
      'interactions.body',
      'interactions.at',
    ])
  })

  it('is matched by name when not every row has a credit code, so that two rows of one customer make one', async () => {
    const lines = [
      '公司名称,信用代码,联系人姓名',
      '同名一次精工有限公司,,甲',
      '同名一次精工有限公司,,乙',
      '另一家精工有限公司,91350100M000100Y43,丙',
    ]
    const { id, mapping } = await upload('customer', lines)
    expect(mapping.match).toBe('name')
    await move(id, 'uploaded', 'checking')
    expect(await move(id, 'checked', 'running')).toMatchObject({ state: 'done', counts: { new: 2, fail: 0 } })
    const full = await upload(
      'customer',
      lines.filter((line) => !line.includes(',,')),
    )
    expect(full.mapping.match).toBe('credit_code')
  })

  it('makes all three, tied to each other, and a second time nothing', async () => {
    const { id } = await upload('customer', SHEET)
    const checked = await move(id, 'uploaded', 'checking')
    expect(checked.problems).toEqual([])
    expect(checked.counts).toEqual({
      new: 2,
      update: 1,
      skip: 0,
      fail: 0,
      parts: { contacts: { new: 2, update: 0 }, interactions: { new: 2, update: 0 } },
    })
    expect(await found('contact', { field: 'customer.name', prefix: '一表', fields: ['name'] })).toEqual([])
    expect((await move(id, 'checked', 'running')).state).toBe('done')
    expect(await found('contact', { field: 'customer.name', prefix: '一表', fields: ['mobile', 'name', 'customer'] })).toEqual([
      ['+8613800138001', '张一', '一表甲公司'],
      ['+8613800138002', '李二', '一表甲公司'],
    ])
    expect(
      await found('interaction', { field: 'customer.name', prefix: '一表', fields: ['at', 'subject', 'customer', 'contact'] }),
    ).toEqual([
      ['2026-03-01T01:00:00+00:00', '初次拜访，谈了需求', '一表甲公司', '张一'],
      ['2026-03-02T02:00:00+00:00', '电话询价', '一表乙公司', null],
    ])
    const again = await upload('customer', SHEET)
    expect((await move(again.id, 'uploaded', 'checking')).counts).toEqual({ new: 0, update: 0, skip: 3, fail: 0 })
    const changed = await upload('customer', [HEADER, SHEET[1]?.replace('13800138001', '13900139001') ?? ''])
    expect((await move(changed.id, 'uploaded', 'checking')).counts).toMatchObject({ update: 1, parts: { contacts: { new: 0, update: 1 } } })
    const undone = await move(id, 'done', 'undoing')
    expect([undone.state, undone.error]).toEqual(['undone', null])
    for (const object of ['contact', 'interaction'])
      expect(await found(object, { field: 'customer.name', prefix: '一表', fields: ['id'] })).toEqual([])
  })

  it('refuses a row as a whole when a part of it is wrong, tells which, and lets the next row of that customer make it', async () => {
    const { id } = await upload('customer', [
      HEADER,
      '整行甲公司,,王三,不是电话,,',
      '整行甲公司,,赵四,13800138004,,',
      '整行乙公司,,,13800138005,,',
    ])
    const checked = await move(id, 'uploaded', 'checking')
    expect(checked.counts).toMatchObject({ new: 1, fail: 2 })
    expect(checked.problems.map(({ row, field, value }) => [row, field, value])).toEqual([
      [2, 'contacts.mobile', '不是电话'],
      [4, 'contacts.name', ''],
    ])
    await move(id, 'checked', 'running')
    expect(await found('contact', { field: 'customer.name', prefix: '整行', fields: ['name', 'customer'] })).toEqual([
      ['赵四', '整行甲公司'],
    ])
    const job = await getImport(house.kernel.db, id, actor)
    const rows = await Array.fromAsync(errorRows(house.kernel.db, job, { snapshot: house.kernel.snapshot(), locale: 'zh-CN' }))
    expect(rows.map((row) => row.at(-1))).toEqual([expect.stringContaining('联系人 · 手机: '), '联系人 · 姓名: 必填'])
  })

  it('goes on after a kill between two chunks and writes nothing twice', async () => {
    const lines = Array.from({ length: 4500 }, (_, index) => `断表${index},,人${index},,,`)
    const { id } = await upload('customer', [HEADER, ...lines], (mapping) => ({ ...mapping, match: null }))
    expect((await move(id, 'uploaded', 'checking')).counts.parts).toEqual({ contacts: { new: 4500, update: 0 } })
    await moveImport(house.kernel.db, id, { from: ['checked'], to: 'running' })
    const deps = importDeps(house.kernel)
    let chunks = 0
    const dying = {
      ...deps,
      kernel: {
        ...house.kernel,
        write: async (...args: Parameters<typeof house.kernel.write>) => {
          chunks += 1
          if (chunks === 2) throw new Error('killed')
          return house.kernel.write(...args)
        },
      },
    }
    await expect(workOnImport(dying, id)).rejects.toThrow('killed')
    await house.kernel.db.query({
      text: `update import_job set state = 'running', lease_until = null, error = null where id = $1`,
      values: [id],
    })
    await workOnImport(deps, id)
    const page = JSON.parse(
      await house.kernel.list(actor, 'contact', {
        filter: { field: 'customer.name', op: 'starts_with', value: '断表' },
        count: true,
        limit: 1,
      }),
    )
    expect(page.count).toBe(4500)
  })
})

describe('a sheet of contacts that also describes their customers', () => {
  const header = '姓名,客户名称,客户电话,客户统一社会信用代码,手机'
  it('makes the customers that are missing with what the sheet says of them; those that are there stay as they are', async () => {
    const create = (mapping: ImportMapping): ImportMapping => ({
      ...mapping,
      columns: mapping.columns.map((column) => (column.field === 'customer' ? { ...column, missing: 'create' } : column)),
    })
    const { id, mapping } = await upload(
      'contact',
      [header, '甲人,上方公司,021-55550009,,13800138010', '乙人,上方公司,021-11111111,,', '丙人,坏码公司,,不是代码,'],
      create,
    )
    expect(mapping.columns.map((column) => column.field)).toEqual(['name', 'customer', 'customer.phone', 'customer.credit_code', 'mobile'])
    const checked = await move(id, 'uploaded', 'checking')
    expect(checked.counts).toEqual({ new: 2, update: 0, skip: 0, fail: 1, parts: { customer: { new: 1, update: 0 } } })
    expect(checked.problems.map(({ row, field }) => [row, field])).toEqual([[4, 'customer.credit_code']])
    await move(id, 'checked', 'running')
    expect(await found('customer', { field: 'name', prefix: '上方', fields: ['name', 'phone'] })).toEqual([['上方公司', '+862155550009']])
    expect(await found('contact', { field: 'customer.name', prefix: '上方', fields: ['name'] })).toHaveLength(2)
    expect(await found('customer', { field: 'name', prefix: '坏码', fields: ['name'] })).toEqual([])
    await move(id, 'done', 'undoing')
    expect(await found('customer', { field: 'name', prefix: '上方', fields: ['name'] })).toEqual([])
  })
})

describe('somebody who may import customers but no contacts', () => {
  const all = { read: 'all', create: 'all', update: 'all', import: 'all' } as const
  const clerk = { ...testActor, grants: { customer: all, contact: { read: 'all', create: 'all' } } } as const

  it('is offered no contacts, and a mapping with them is refused', async () => {
    const path = join(folder, 'clerk.csv')
    writeFileSync(path, `${SHEET.join('\n')}\n`)
    const source = await describeSource(path)
    const snapshot = house.kernel.snapshot()
    const target = { object: objectOf(snapshot, 'customer'), actor: clerk, snapshot }
    const guessed = guessMapping(source, target.object, target)
    expect(guessed.columns.map((column) => column.field)).toEqual(['name', 'phone', null, null, null, null])
    const wished = {
      ...guessed,
      columns: guessed.columns.map((column) => (column.column === 3 ? { ...column, field: 'contacts.mobile' } : column)),
    }
    expect(() => parseMapping(wished, source, target)).toThrow(AppError)
  })

  it('a field they may not write is none of a part either', async () => {
    const snapshot = house.kernel.snapshot()
    const path = join(folder, 'clerk2.csv')
    writeFileSync(path, `${SHEET.join('\n')}\n`)
    const source = await describeSource(path)
    const actor = { ...clerk, grants: { customer: all, contact: all }, fields: { contact: { mobile: 'masked' } } } as const
    const guessed = guessMapping(source, objectOf(snapshot, 'customer'), { actor, snapshot })
    expect(guessed.columns.map((column) => column.field)).toEqual(['name', 'phone', 'contacts.name', null, null, null])
  })
})
