import { AppError } from '@perigon/contracts'
import { type Actor, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

let house: House
const root = systemActor('test')
const cause = { kind: 'api' } as const

beforeAll(async () => {
  house = await openHouse(modules)
})
afterAll(() => house.close())

async function create(object: string, patch: Record<string, unknown>, actor: Actor = root): Promise<string> {
  const [result] = await house.kernel.write(actor, [{ object, op: 'create', patch }], { cause })
  return result?.ok === true ? result.id : ''
}
async function read(object: string, id: string): Promise<Record<string, unknown>> {
  return JSON.parse((await house.kernel.get(root, object, { id })).body)
}
async function refused(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected an AppError, got ${String(error)}`)
}

describe('a record', () => {
  it('is created with its system fields, found by search and told in history', async () => {
    const id = await create('customer', { name: '上海华信精密仪器有限公司', credit_code: null })
    const record = await read('customer', id)
    expect(record).toMatchObject({ id, version: 1, name: '上海华信精密仪器有限公司' })
    const page = JSON.parse(await house.kernel.list(root, 'customer', { q: '华信', fields: ['name'] }))
    expect(page.data).toEqual([{ id, version: 1, name: '上海华信精密仪器有限公司' }])
    const history = await house.kernel.history(root, 'customer', { id })
    expect(history.data).toHaveLength(1)
    expect(history.data[0]).toMatchObject({ op: 'create', version: 1, actor: { name: 'test' } })
  })

  it.each([
    ['a piece of the name', '测泵业'],
    ['the beginning of the credit code', '91440300715'],
    ['the end of the credit code, in lower case', '26726xg'],
    ['the last digits of the telephone', '4455'],
    ['two digits of it', '55'],
    ['Latin letters inside the name', 'umpTe'],
    ['a name and a number together', '泵业 4455'],
  ])('is found by %s', async (_what, q) => {
    const find = async (text: string): Promise<readonly string[]> =>
      JSON.parse(await house.kernel.list(root, 'customer', { q: text, fields: ['name'] })).data.map((row: { name: string }) => row.name)
    const name = '苏州测泵业PumpTech有限公司'
    const there = (await find(name)).length > 0
    if (!there) await create('customer', { name, phone: '0512-6633 4455', credit_code: '9144030071526726XG' })
    expect(await find(q)).toEqual([name])
    expect(await find(`${q} 罕见`)).toEqual([])
  })

  it('keeps emoji and characters outside the BMP', async () => {
    const id = await create('customer', { name: '𠮷野家🙂食品' })
    expect((await read('customer', id))['name']).toBe('𠮷野家🙂食品')
    const page = JSON.parse(await house.kernel.list(root, 'customer', { q: '𠮷野', fields: ['name'] }))
    expect(page.data).toHaveLength(1)
  })

  it('is refused with every field that is wrong, not only the first', async () => {
    const error = await refused(
      create('customer', { nonsense: 1, created_at: '2020-01-01T00:00:00Z', employee_count: 'many', credit_code: '91310000000000000X' }),
    )
    expect(error.code).toBe('record.invalid')
    expect(error.issues.map((issue) => `${issue.path}:${issue.code}`).sort()).toEqual([
      'created_at:read_only',
      'credit_code:credit_code',
      'employee_count:type',
      'name:required',
      'nonsense:unknown_field',
    ])
  })

  it('changes by version and tells a conflict', async () => {
    const id = await create('customer', { name: '版本测试' })
    await house.kernel.write(root, [{ object: 'customer', op: 'update', id, version: 1, patch: { short_name: '甲' } }], { cause })
    const error = await refused(
      house.kernel.write(root, [{ object: 'customer', op: 'update', id, version: 1, patch: { short_name: '乙' } }], { cause }),
    )
    expect(error.code).toBe('record.version_conflict')
    expect(await read('customer', id)).toMatchObject({ version: 2, short_name: '甲' })
  })

  it('writes nothing when nothing changes', async () => {
    const id = await create('customer', { name: '不变' })
    const [result] = await house.kernel.write(root, [{ object: 'customer', op: 'update', id, patch: { name: '不变' } }], { cause })
    expect(result).toEqual({ ok: true, id, version: 1, changed: false })
  })

  it('goes to the trash and comes back', async () => {
    const id = await create('customer', { name: '回收站测试' })
    await house.kernel.write(root, [{ object: 'customer', op: 'delete', id }], { cause })
    expect((await refused(house.kernel.get(root, 'customer', { id }))).code).toBe('record.not_found')
    await house.kernel.write(root, [{ object: 'customer', op: 'restore', id }], { cause })
    expect((await read('customer', id))['version']).toBe(3)
    const history = await house.kernel.history(root, 'customer', { id })
    expect(history.data.map((entry) => entry.op)).toEqual(['restore', 'delete', 'create'])
  })

  it('takes what belongs to it along into the trash and brings it back, but not what had been deleted before', async () => {
    const [customer, contact] = [await create('customer', { name: '任职客户' }), await create('contact', { name: '任职联系人' })]
    const [kept, gone] = [
      await create('contact_position', { contact, customer, title: '经理' }),
      await create('contact_position', { contact, customer, title: '旧职务' }),
    ]
    const positions = async (): Promise<readonly string[]> => {
      const filter = { field: 'contact', op: 'eq' as const, value: contact }
      return JSON.parse(await house.kernel.list(root, 'contact_position', { filter, fields: [] })).data.map(
        (each: { id: string }) => each.id,
      )
    }
    await house.kernel.write(root, [{ object: 'contact_position', op: 'delete', id: gone }], { cause })
    house.clock.set('2026-11-24T03:00:00Z')
    await house.kernel.write(root, [{ object: 'contact', op: 'delete', id: contact }], { cause })
    expect(await positions()).toEqual([])
    await house.kernel.write(root, [{ object: 'contact', op: 'restore', id: contact }], { cause })
    expect(await positions()).toEqual([kept])
    const { data } = await house.kernel.history(root, 'contact_position', { id: kept })
    expect(data.map((entry) => [entry.op, entry.cause])).toEqual([
      ['restore', { kind: 'follow', ref: 'contact', parent: cause }],
      ['delete', { kind: 'follow', ref: 'contact', parent: cause }],
      ['create', expect.anything()],
    ])
  })

  it('never becomes its own parent', async () => {
    const a = await create('customer', { name: '甲公司' })
    const b = await create('customer', { name: '乙公司', parent: a })
    const error = await refused(house.kernel.write(root, [{ object: 'customer', op: 'update', id: a, patch: { parent: b } }], { cause }))
    expect(error.issues).toEqual([{ path: 'parent', code: 'cycle' }])
  })

  it('keeps money exact, with its base amount', async () => {
    const id = await create('customer', { name: '金额', annual_revenue: { amount: '0.1', currency: 'USD' } })
    expect((await read('customer', id))['annual_revenue']).toEqual({ amount: '0.10', currency: 'USD', base: '0.70' })
  })

  it('survives eight writers at once: no update is lost', async () => {
    const id = await create('customer', { name: '并发', employee_count: 0 })
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        house.kernel
          .write(root, [{ object: 'customer', op: 'update', id, patch: { employee_count: index + 1 } }], { cause })
          .catch(() => undefined),
      ),
    )
    const history = await house.kernel.history(root, 'customer', { id })
    expect((await read('customer', id))['version']).toBe(history.data.length)
  })
})

describe('a batch', () => {
  it('is all or nothing when asked so', async () => {
    const error = await refused(
      house.kernel.write(
        root,
        [
          { object: 'customer', op: 'create', patch: { name: '整批一' } },
          { object: 'customer', op: 'create', patch: {} },
        ],
        { cause },
      ),
    )
    expect(error.issues[0]?.path).toBe('1.name')
    expect(JSON.parse(await house.kernel.list(root, 'customer', { q: '整批一' })).data).toEqual([])
  })

  it('reports row by row otherwise, and the first of two equal keys wins', async () => {
    const code = '91350100M000100Y43'
    const results = await house.kernel.write(
      root,
      [1, 2].map((n) => ({ object: 'customer', op: 'create' as const, patch: { name: `重复${n}`, credit_code: code } })),
      { cause, mode: 'row_by_row' },
    )
    expect(results.map((result) => result.ok)).toEqual([true, false])
  })
})
