import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError, type ImportJob, type ImportMapping, type ImportState } from '@perigon/contracts'
import { objectOf, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { createImport, describeSource, errorRows, getImport, guessMapping, moveImport, readRows, workOnImport } from '@perigon/transfer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importDeps } from './import-job.ts'
import { modules } from './modules.ts'

let house: House
const folder = mkdtempSync(join(tmpdir(), 'perigon-import-'))
const actor = systemActor('importer')

beforeAll(async () => {
  house = await openHouse(modules)
})
afterAll(() => house.close())

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function refused(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
}

async function upload(
  object: string,
  path: string,
  change: (mapping: ImportMapping) => ImportMapping = (mapping) => mapping,
): Promise<string> {
  const source = await describeSource(path)
  const mapping = change(guessMapping(source, objectOf(house.kernel.snapshot(), object), { actor, snapshot: house.kernel.snapshot() }))
  return createImport(house.kernel.db, { object, fileName: 'x.csv', filePath: path, source, mapping, actor })
}

async function move(id: string, from: ImportState, to: ImportState): Promise<ImportJob> {
  await moveImport(house.kernel.db, id, { from: [from], to })
  await workOnImport(importDeps(house.kernel), id)
  return getImport(house.kernel.db, id, actor)
}

async function count(name: string): Promise<number> {
  const page = JSON.parse(
    await house.kernel.list(actor, 'customer', { filter: { field: 'name', op: 'starts_with', value: name }, count: true, limit: 1 }),
  )
  return page.count
}

describe('a file is understood', () => {
  const rows = '客户名称,手机\n上海华信,１３８００１３８０００\n'
  const gb18030 = execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: rows })
  const cases: readonly (readonly [string, Buffer, string, string])[] = [
    ['UTF-8', Buffer.from(rows), 'utf-8', ','],
    ['UTF-8 with BOM', Buffer.from(`\ufeff${rows}`), 'utf-8', ','],
    ['GB18030, as Chinese Excel writes it', gb18030, 'gb18030', ','],
    ['UTF-16 LE with BOM and tabs', Buffer.from(`\ufeff${rows.replaceAll(',', '\t')}`, 'utf16le'), 'utf-16le', '\t'],
    ['semicolons', Buffer.from(rows.replaceAll(',', ';')), 'utf-8', ';'],
  ]
  it.each(cases)('%s', async (...[name, bytes, encoding, delimiter]) => {
    const path = file(`${name}.csv`, bytes)
    const source = await describeSource(path)
    expect(source).toMatchObject({ format: 'csv', encoding, delimiter, header: ['客户名称', '手机'] })
    const read = await Array.fromAsync(readRows(path, source))
    expect(read).toEqual([{ row: 2, cells: ['上海华信', '１３８００１３８０００'] }])
  })

  it('what is no table is refused: an empty file, a picture, an old .xls, a zip bomb named .xlsx', async () => {
    const zeros = file('zeros.bin', Buffer.alloc(300 * 1024 * 1024))
    const bomb = join(folder, 'bomb.xlsx')
    execFileSync('python3', [
      '-c',
      `import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED)\nz.write(sys.argv[2],'xl/worksheets/sheet1.xml')\nz.close()`,
      bomb,
      zeros,
    ])
    expect(await refused(describeSource(file('empty.csv', '')))).toBe('import.file')
    expect(await refused(describeSource(file('picture.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]))))).toBe('import.file')
    expect(await refused(describeSource(file('old.xlsx', Buffer.from('d0cf11e0a1b11ae10000', 'hex'))))).toBe('import.file')
    const began = performance.now()
    expect(await refused(describeSource(bomb))).toBe('import.file')
    // Refused by its size, and not after all of it was read: that takes a busy machine long, and the reader's limit longer.
    expect(performance.now() - began).toBeLessThan(10_000)
  })
})

describe('an import', () => {
  it('of 100,000 rows with three broken ones writes the others and tells the three', async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `大批客户${index},${index === 77 ? '很多' : index % 500}`)
    lines[5] = `,3`
    lines[99_999] = `大批客户尾,${'9'.repeat(20)}`
    const id = await upload('customer', file('big.csv', `客户名称,员工人数\n${lines.join('\n')}\n`), (mapping) => ({
      ...mapping,
      match: null,
      columns: mapping.columns.map((column) => (column.column === 1 ? { ...column, field: 'employee_count' } : column)),
    }))
    const checked = await move(id, 'uploaded', 'checking')
    expect(checked.counts).toEqual({ new: 99_997, update: 0, skip: 0, fail: 3 })
    expect(await count('大批客户')).toBe(0)
    const done = await move(id, 'checked', 'running')
    expect([done.state, done.progress, done.counts.fail]).toEqual(['done', 99_997, 3])
    expect(await count('大批客户')).toBe(99_997)
    const job = await getImport(house.kernel.db, id, actor)
    const failed = await Array.fromAsync(errorRows(house.kernel.db, job, { snapshot: house.kernel.snapshot(), locale: 'zh-CN' }))
    expect(failed.map((row) => row.at(-1))).toEqual([
      '客户名称: 必填',
      expect.stringContaining('员工人数: 格式不正确'),
      expect.stringContaining('员工人数'),
    ])
  }, 120_000)

  it('matches what exists: new, update, skip, and a second run changes nothing', async () => {
    const path = file('match.csv', '客户名称,简称\n匹配一,甲\n匹配二,乙\n匹配一,甲\n')
    const first = await upload('customer', path)
    const checked = await move(first, 'uploaded', 'checking')
    expect(checked.counts).toMatchObject({ new: 2, fail: 0 })
    await move(first, 'checked', 'running')
    expect(await count('匹配')).toBe(2)
    const second = await upload('customer', file('match2.csv', '客户名称,简称\n匹配一,甲\n匹配二,丙\n匹配三,丁\n'))
    expect((await move(second, 'uploaded', 'checking')).counts).toEqual({ new: 1, update: 1, skip: 1, fail: 0 })
  })

  it('is taken back as a whole, but not where somebody changed a record since', async () => {
    const id = await upload('customer', file('undo.csv', '客户名称,简称\n撤销一,甲\n撤销二,乙\n'))
    await move(id, 'uploaded', 'checking')
    await move(id, 'checked', 'running')
    const page = JSON.parse(
      await house.kernel.list(actor, 'customer', { filter: { field: 'name', op: 'eq', value: '撤销二' }, fields: ['name'] }),
    )
    await house.kernel.write(actor, [{ object: 'customer', op: 'update', id: page.data[0].id, patch: { short_name: '改过' } }], {
      cause: { kind: 'api' },
    })
    const undone = await move(id, 'done', 'undoing')
    expect([undone.state, undone.error]).toEqual(['undone', 'kept:1'])
    expect(await count('撤销')).toBe(1)
  })

  it('pauses, goes on, and can be cancelled', async () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => `暂停${index}`)
    const id = await upload('customer', file('pause.csv', `客户名称\n${lines.join('\n')}\n`), (mapping) => ({ ...mapping, match: null }))
    await move(id, 'uploaded', 'checking')
    await moveImport(house.kernel.db, id, { from: ['checked'], to: 'running' })
    const working = workOnImport(importDeps(house.kernel), id)
    while ((await count('暂停')) === 0) await new Promise((done) => setTimeout(done, 5))
    await moveImport(house.kernel.db, id, { from: ['running'], to: 'paused' })
    await working
    const paused = await getImport(house.kernel.db, id, actor)
    const written = await count('暂停')
    expect([paused.state, paused.progress]).toEqual(['paused', written])
    expect(written).toBeLessThan(30_000)
    await moveImport(house.kernel.db, id, { from: ['paused'], to: 'running' })
    await workOnImport(importDeps(house.kernel), id)
    expect(await count('暂停')).toBe(30_000)
  })

  it('finds by code, makes missing linked records when told, and narrows namesakes by the other links of the row', async () => {
    const id = await upload(
      'opportunity',
      file('links.csv', '商机名称,销售流程,阶段,客户\n甲项目,Simple pipeline,Won,全新客户\n'),
      (mapping) => ({
        ...mapping,
        columns: mapping.columns.map((column) => (column.header === '客户' ? { ...column, missing: 'create' } : column)),
      }),
    )
    const checked = await move(id, 'uploaded', 'checking')
    const counts = { new: 1, update: 0, skip: 0, fail: 0, parts: { customer: { new: 1, update: 0 } } }
    expect([checked.counts, checked.problems]).toEqual([counts, []])
    await move(id, 'checked', 'running')
    const page = JSON.parse(
      await house.kernel.list(actor, 'opportunity', {
        filter: { field: 'customer.name', op: 'eq', value: '全新客户' },
        fields: ['state', 'stage'],
      }),
    )
    expect(page.data[0]).toMatchObject({ state: 'won', stage: { title: 'Won' } })
  })

  it('goes on after its worker was killed between two chunks, and writes no row twice', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `断点${index}`)
    const id = await upload('customer', file('crash.csv', `客户名称\n${lines.join('\n')}\n`), (mapping) => ({ ...mapping, match: null }))
    await move(id, 'uploaded', 'checking')
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
    await workOnImport(dying, id).catch(() => undefined)
    await house.db.query({ text: `update import_job set state = 'running', lease_until = null where id = $1`, values: [id] })
    await workOnImport(deps, id)
    expect((await getImport(house.kernel.db, id, actor)).state).toBe('done')
    expect(await count('断点')).toBe(5000)
  })

  it('writes nothing more once it has answered "cancelled", not even the chunk it was in the middle of', async () => {
    const id = await upload('customer', file('stop.csv', '客户名称\n半路一\n半路二\n'), (mapping) => ({ ...mapping, match: null }))
    await move(id, 'uploaded', 'checking')
    await moveImport(house.kernel.db, id, { from: ['checked'], to: 'running' })
    const deps = importDeps(house.kernel)
    const overtaken = {
      ...deps,
      kernel: {
        ...house.kernel,
        write: async (...args: Parameters<typeof house.kernel.write>) => {
          const results = await house.kernel.write(...args)
          await moveImport(house.kernel.db, id, { from: ['running'], to: 'cancelled' })
          return results
        },
      },
    }
    await workOnImport(overtaken, id)
    const job = await getImport(house.kernel.db, id, actor)
    expect([job.state, job.progress, await count('半路')]).toEqual(['cancelled', 0, 0])
  })
})
