import type { Condition, Operator } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

let house: House
const root = systemActor('test')
const me = { ...root, kind: 'user' as const, employee: '' }

type Row = { readonly name: string; readonly employee_count: number | null; readonly is_strategic: boolean }
const rows: readonly Row[] = Array.from({ length: 40 }, (_, index) => ({
  name: `公司${String.fromCharCode(0x4e00 + (index % 7))}${index % 5}`,
  employee_count: index % 6 === 0 ? null : (index * 37) % 100,
  is_strategic: index % 3 === 0,
}))
const ids: string[] = []

beforeAll(async () => {
  house = await openHouse(modules)
  const results = await house.kernel.write(
    root,
    rows.map((patch) => ({ object: 'customer', op: 'create' as const, patch: { ...patch, customer_type: 'end_user' } })),
    { cause: { kind: 'api' } },
  )
  ids.push(...results.flatMap((result) => (result.ok ? [result.id] : [])))
})
afterAll(() => house.close())

async function find(filter: Condition, object = 'customer'): Promise<readonly string[]> {
  const page = JSON.parse(await house.kernel.list(root, object, { filter, limit: 200, fields: [], sort: ['created_at'] }))
  return page.data.map((record: { id: string }) => record.id)
}

const compare: { readonly [op in Operator]?: (a: number | null, b: number) => boolean } = {
  eq: (a, b) => a === b,
  neq: (a, b) => a !== b,
  gt: (a, b) => a !== null && a > b,
  gte: (a, b) => a !== null && a >= b,
  lt: (a, b) => a !== null && a < b,
  lte: (a, b) => a !== null && a <= b,
  empty: (a) => a === null,
  not_empty: (a) => a !== null,
}

type Model = { readonly condition: Condition; readonly holds: (row: Row) => boolean }

const leaf: fc.Arbitrary<Model> = fc.oneof(
  fc
    .record({
      op: fc.constantFrom('eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'empty', 'not_empty' as const),
      value: fc.integer({ min: 0, max: 100 }),
    })
    .map(({ op, value }) => ({
      condition: { field: 'employee_count', op, value },
      holds: (row: Row) => compare[op]?.(row.employee_count, value) === true,
    })),
  fc.integer({ min: 0, max: 6 }).map((n) => ({
    condition: { field: 'name', op: 'contains' as const, value: String.fromCharCode(0x4e00 + n) },
    holds: (row: Row) => row.name.includes(String.fromCharCode(0x4e00 + n)),
  })),
  fc
    .boolean()
    .map((value) => ({ condition: { field: 'is_strategic', op: 'eq' as const, value }, holds: (row: Row) => row.is_strategic === value })),
)

const tree: fc.Arbitrary<Model> = fc.letrec<{ node: Model }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((parts) => ({
      condition: { and: parts.map((part) => part.condition) },
      holds: (row: Row) => parts.every((part) => part.holds(row)),
    })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((parts) => ({
      condition: { or: parts.map((part) => part.condition) },
      holds: (row: Row) => parts.some((part) => part.holds(row)),
    })),
    tie('node').map((part) => ({ condition: { not: part.condition }, holds: (row: Row) => !part.holds(row) })),
  ),
})).node

describe('the condition language', () => {
  it('any tree of and, or, not finds exactly what plain evaluation finds', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async ({ condition, holds }) => {
        const found = new Set(await find(condition))
        expect(ids.filter((_, index) => rows[index] !== undefined && holds(rows[index]))).toEqual(ids.filter((id) => found.has(id)))
      }),
      { numRuns: 150 },
    )
  })

  it('follows links forward, and related records backward with has, has_no and aggregates', async () => {
    const [rich, poor] = ids
    const process = JSON.parse(
      await house.kernel.list(root, 'sales_stage', { filter: { field: 'name', op: 'eq', value: 'Engaging' }, fields: ['process'] }),
    ).data[0]
    const deal = (name: string, customer: string | undefined, amount: string) => ({
      object: 'opportunity',
      op: 'create' as const,
      patch: { name, customer, amount, process: process.process.id, stage: process.id },
    })
    await house.kernel.write(root, [deal('甲', rich, '70000'), deal('乙', rich, '50000'), deal('丙', poor, '100')], {
      cause: { kind: 'api' },
    })
    expect(await find({ field: 'customer.employee_count', op: 'empty' }, 'opportunity')).toHaveLength(2)
    expect(await find({ has: 'opportunities', where: { field: 'amount', op: 'gte', value: '60000' } })).toEqual([rich])
    expect(await find({ has: 'opportunities', min: 2 })).toEqual([rich])
    expect(
      await find({ and: [{ has: 'opportunities' }, { has_no: 'opportunities', where: { field: 'amount', op: 'gt', value: '1000' } }] }),
    ).toEqual([poor])
    expect(await find({ aggregate: { relation: 'opportunities', fn: 'sum', field: 'amount' }, op: 'gte', value: 100000 })).toEqual([rich])
    expect(await find({ aggregate: { relation: 'opportunities', fn: 'count' }, op: 'eq', value: 0 })).toHaveLength(38)
  })

  it('relative periods are those of the reader’s time zone', async () => {
    // 2026-11-24T02:00Z is already the 24th in Shanghai; midnight there is 16:00Z of the day before.
    await house.kernel.write(
      root,
      ['2026-11-23T15:59:59Z', '2026-11-23T16:00:00Z', '2026-11-24T15:59:59Z', '2026-11-24T16:00:00Z'].map((at, index) => ({
        object: 'interaction',
        op: 'create' as const,
        patch: { type: 'call', at, subject: `时刻${index}` },
      })),
      { cause: { kind: 'api' } },
    )
    const today = JSON.parse(
      await house.kernel.list(root, 'interaction', {
        filter: { field: 'at', op: 'within', value: { period: 'today' } },
        fields: ['subject'],
        sort: ['at'],
      }),
    )
    expect(today.data.map((record: { subject: string }) => record.subject)).toEqual(['时刻1', '时刻2'])
    expect(await find({ field: 'at', op: 'before', value: { period: 'today' } }, 'interaction')).toHaveLength(1)
    expect(await find({ field: 'at', op: 'within', value: { period: 'last_n_days', n: 2 } }, 'interaction')).toHaveLength(3)
  })

  it('a private note is its owner’s alone, whatever the role of the reader', async () => {
    const employee = await house.kernel.write(root, [{ object: 'employee', op: 'create', patch: { name: '私' } }], {
      cause: { kind: 'api' },
    })
    const owner = employee[0]?.ok === true ? employee[0].id : ''
    await house.kernel.write(
      root,
      [{ object: 'interaction', op: 'create', patch: { type: 'note', subject: '私密', private: true, owner } }],
      { cause: { kind: 'api' } },
    )
    const seen = async (employeeId: string | null): Promise<number> =>
      JSON.parse(
        await house.kernel.list({ ...me, employee: employeeId }, 'interaction', { filter: { field: 'subject', op: 'eq', value: '私密' } }),
      ).data.length
    expect([await seen(owner), await seen(null), await seen('01900000-0000-7000-8000-00000000dead')]).toEqual([1, 0, 0])
  })
})
