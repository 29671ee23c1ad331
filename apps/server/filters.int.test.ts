import { AppError, type Condition } from '@perigon/contracts'
import type { Statement } from '@perigon/db'
import { type Actor, countSoon, parseListQuery, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

let house: House
const root = systemActor('test')
const ALL = { read: 'all', update: 'all', export: 'all', create: 'all', delete: 'all' } as const

/** Somebody who may read everything but what these rights take away. */
function clerk(fields: Actor['fields'], grants: Actor['grants'] = { '*': ALL }): Actor {
  return { ...root, kind: 'user', id: '01900000-0000-7000-8000-000000000001', admin: false, unmask: false, grants, fields }
}

async function create(object: string, patch: { readonly [field: string]: unknown }): Promise<string> {
  const [made] = await house.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind: 'api' } })
  return made?.ok === true ? made.id : ''
}

async function find(actor: Actor, filter: Condition): Promise<readonly string[] | string> {
  try {
    const page = JSON.parse(await house.kernel.list(actor, 'customer', { filter, limit: 200, fields: ['name'], sort: ['name'] }))
    return page.data.map((record: { name: string }) => record.name)
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

beforeAll(async () => {
  house = await openHouse(modules)
  const stage = JSON.parse(
    await house.kernel.list(root, 'sales_stage', { filter: { field: 'name', op: 'eq', value: 'Engaging' }, fields: ['process'] }),
  ).data[0]
  const [a, b] = [await create('customer', { name: 'A' }), await create('customer', { name: 'B' })]
  await create('customer', { name: 'C' })
  const deal = (customer: string, amount: string, expected_close: string) =>
    create('opportunity', { name: `O${amount}`, customer, amount, expected_close, process: stage.process.id, stage: stage.id })
  await deal(a, '70000', '2026-10-01')
  await deal(a, '50000', '2026-11-15')
  await deal(b, '900', '2026-03-01')
  // Midnight of the 24th in Shanghai is 16:00Z of the day before.
  await create('interaction', { type: 'visit', at: '2026-11-23T16:30:00Z', customer: a })
  await create('interaction', { type: 'call', at: '2026-11-23T15:30:00Z', customer: b })
})
afterAll(() => house.close())

const sum: Condition = { aggregate: { relation: 'opportunities', fn: 'sum', field: 'amount' }, op: 'gte', value: 100000 }
const where = (field: string): Condition => ({ has_no: 'opportunities', where: { field, op: 'not_empty' } })

describe('a list that is asked again', () => {
  it('is another one when the day of the reader is another', async () => {
    const today: Condition = { has: 'interactions', where: { field: 'at', op: 'within', value: { period: 'today' } } }
    const yesterday: Condition = { has: 'interactions', where: { field: 'at', op: 'within', value: { period: 'yesterday' } } }
    const both = async () => [await find(root, today), await find(root, yesterday)]
    expect([await both(), await both()]).toEqual([
      [['A'], ['B']],
      [['A'], ['B']],
    ])
    // A minute before and a second after midnight in Shanghai.
    house.clock.set('2026-11-24T15:59:00Z')
    expect(await both()).toEqual([['A'], ['B']])
    house.clock.set('2026-11-24T16:00:01Z')
    expect(await both()).toEqual([[], ['A']])
    // The same moment is the day before for a reader in New York.
    const abroad = { ...root, time_zone: 'America/New_York' }
    expect([await find(abroad, today), await find(abroad, yesterday)]).toEqual([[], ['A', 'B']])
    house.clock.set('2026-11-24T02:00:00Z')
    expect(await both()).toEqual([['A'], ['B']])
  })

  it('tells each reader what is open to them', async () => {
    const filter: Condition = { field: 'name', op: 'not_empty' }
    const query = { filter, fields: ['name', 'phone'], sort: ['name'], limit: 1 }
    const first = async (actor: Actor) => Object.keys(JSON.parse(await house.kernel.list(actor, 'customer', query)).data[0])
    const closed = clerk({ customer: { phone: 'hidden' } })
    for (let times = 0; times < 2; times += 1) {
      expect(await first(root)).toEqual(['id', 'version', 'name', 'phone'])
      await expect(first(closed)).rejects.toThrow('query.unknown_field')
    }
  })
})

describe('filters over related records', () => {
  it('a sum over those of a period, and none of a kind', async () => {
    const recent: Condition = { field: 'at', op: 'within', value: { period: 'last_n_days', n: 90 } }
    const visited: Condition = { has_no: 'interactions', where: { and: [{ field: 'type', op: 'in', value: ['visit'] }, recent] } }
    expect(await find(root, sum)).toEqual(['A'])
    expect(await find(root, visited)).toEqual(['B', 'C'])
    expect(await find(root, { and: [visited, { not: sum }] })).toEqual(['B', 'C'])
    expect(await find(root, { and: [visited, sum] })).toEqual([])
  })

  it('the first and the last day are days of the reader', async () => {
    const last = (op: 'lt' | 'gte', value: string): Condition => ({
      aggregate: { relation: 'interactions', fn: 'max', field: 'at' },
      op,
      value,
    })
    expect(await find(root, last('gte', '2026-11-24'))).toEqual(['A'])
    expect(await find(root, last('lt', '2026-11-24'))).toEqual(['B'])
    const closes: Condition = {
      aggregate: { relation: 'opportunities', fn: 'min', field: 'expected_close' },
      op: 'gte',
      value: '2026-10-01',
    }
    expect(await find(root, closes)).toEqual(['A'])
    expect(await find(root, { ...closes, value: 5 })).toBe('query.value')
  })

  it('a moment compared with a day is inside the day of the reader', async () => {
    const at = (op: 'eq' | 'lte' | 'gt' | 'between' | 'neq', value: string | readonly string[]): Condition => ({
      has: 'interactions',
      where: { field: 'at', op, value },
    })
    expect(await find(root, at('eq', '2026-11-24'))).toEqual(['A'])
    expect(await find(root, at('eq', '2026-11-23'))).toEqual(['B'])
    expect(await find(root, at('neq', '2026-11-23'))).toEqual(['A'])
    expect(await find(root, at('lte', '2026-11-23'))).toEqual(['B'])
    expect(await find(root, at('gt', '2026-11-23'))).toEqual(['A'])
    expect(await find(root, at('between', ['2026-11-01', '2026-11-24']))).toEqual(['A', 'B'])
    expect(await find(root, at('eq', '2026-02-31'))).toBe('query.value')
  })

  it('a hidden field, a masked one and one that does not exist cannot be asked about, however deep', async () => {
    const actor = clerk({ opportunity: { amount: 'hidden', expected_close: 'masked' } })
    expect(await find(actor, sum)).toBe('query.unknown_field')
    expect(await find(actor, where('amount'))).toBe('query.unknown_field')
    expect(await find(actor, { not: { or: [{ has: 'opportunities', where: where('expected_close') }] } })).toBe('query.unknown_field')
    expect(await find(actor, where('expected_close'))).toBe('query.masked')
    expect(await find(actor, where('name'))).toEqual(['C'])
  })

  it('a relation is closed with its link, and with the records behind it', async () => {
    const code = { hidden: 'query.unknown_field', masked: 'query.masked' }
    for (const right of ['hidden', 'masked'] as const) {
      const actor = clerk({ opportunity: { customer: right } })
      expect(await find(actor, { has: 'opportunities' })).toBe(code[right])
      expect(await find(actor, { has_no: 'opportunities' })).toBe(code[right])
      expect(await find(actor, sum)).toBe(code[right])
      const offered = house.kernel
        .meta(actor)
        .objects.find((each) => each.key === 'customer')
        ?.relations.map((each) => each.key)
      expect([offered?.includes('opportunities'), offered?.includes('interactions')]).toEqual([false, true])
    }
    const blind = clerk({}, { customer: ALL })
    expect(await find(blind, { has_no: 'opportunities' })).toBe('query.unknown_field')
    const offered = house.kernel.meta(blind).objects.find((each) => each.key === 'customer')?.relations ?? []
    expect(offered.map((each) => each.key).includes('opportunities')).toBe(false)
  })

  it('figures and related records count only what the reader may see', async () => {
    const rep = { ...clerk({}, { customer: ALL, opportunity: { read: 'own' } }), employee: '01900000-0000-7000-8000-00000000abcd' }
    expect(await find(rep, sum)).toEqual([])
    expect(await find(rep, { has_no: 'opportunities' })).toEqual(['A', 'B', 'C'])
  })
})

describe('how many fit', () => {
  it('counts what the reader may see, refuses what they may not ask, and gives up rather than wait', async () => {
    const { kernel } = house
    expect(await kernel.count(root, 'customer', { filter: sum })).toEqual({ count: 1, count_capped: false })
    expect(await kernel.count(root, 'customer', {})).toEqual({ count: 3, count_capped: false })
    const blind = clerk({}, { customer: { read: 'own' } })
    expect(await kernel.count({ ...blind, employee: blind.id }, 'customer', {})).toEqual({ count: 0, count_capped: false })
    const actor = clerk({ opportunity: { amount: 'hidden' } })
    await expect(kernel.count(actor, 'customer', { filter: sum })).rejects.toMatchObject({ code: 'query.unknown_field' })
    const slow: Door = { transaction: (work) => house.db.transaction((tx) => work({ ...tx, query: (asked) => tx.query(slowed(asked)) })) }
    const query = { context: kernel.queryContext(root), query: {}, patience: 50 }
    expect(await countSoon(slow, 'customer', query)).toEqual({ count: null, count_capped: false })
  })
})

type Door = Parameters<typeof countSoon>[0]

/** The same statement on a table that takes long to read. */
function slowed(asked: Statement | string): Statement | string {
  if (typeof asked === 'string') return asked
  return { text: asked.text.replace('select 1 from', 'select pg_sleep(5) from'), values: asked.values ?? [] }
}

describe('marks', () => {
  const marked = async (actor: Actor, marks: readonly Condition[]): Promise<readonly unknown[]> => {
    const page = JSON.parse(await house.kernel.list(actor, 'customer', { marks, fields: ['name'], sort: ['name'] }))
    return page.data.map((record: { name: string; $marks?: readonly number[] }) => [record.name, record.$marks])
  }

  it('tell for each row which of the conditions hold, over related records too', async () => {
    const named: Condition = { field: 'name', op: 'in', value: ['A', 'B'] }
    expect(await marked(root, [named, sum, { field: 'owner.name', op: 'eq', value: '没有' }])).toEqual([
      ['A', [0, 1]],
      ['B', [0]],
      ['C', []],
    ])
    expect(await marked(root, [])).toEqual(['A', 'B', 'C'].map((name) => [name, undefined]))
  })

  it('cannot ask what a filter cannot', async () => {
    const closed = clerk({ opportunity: { amount: 'hidden' }, customer: { annual_revenue: 'masked' } })
    await expect(marked(closed, [sum])).rejects.toMatchObject({ code: 'query.unknown_field' })
    await expect(marked(closed, [{ field: 'annual_revenue', op: 'empty' }])).rejects.toMatchObject({ code: 'query.masked' })
    expect(() => parseListQuery({ marks: Array.from({ length: 11 }, () => ({ search: 'x' })) })).toThrow(AppError)
    expect(() => parseListQuery({ marks: [{ nothing: 1 }] })).toThrow(AppError)
  })
})
