import { isJsonObject, type Json } from '@perigon/contracts'
import { type Command, type ModuleDefinition, type Stored, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

/** From 100 records on a change loads only the fields its rules name (records/needed.ts). */
const MANY = 120

const nosy: ModuleDefinition = {
  name: 'nosy',
  needs: ['activities'],
  objects: [],
  hooks: [
    {
      object: 'task',
      own: { reads: ['state'], sets: [] },
      resolve: ({ image, changed }) => (changed('description') && image['result'] === 'x' ? { state: 'open' } : undefined),
    },
    {
      object: 'contact',
      own: { reads: ['customer'], sets: [] },
      resolve: ({ changed }) => (changed('wechat') ? { title: '设错的' } : undefined),
    },
  ],
}

let house: House
const root = systemActor('test')
const cause = { kind: 'api' } as const

beforeAll(async () => {
  house = await openHouse([...modules, nosy])
})
afterAll(() => house.close())

async function write(commands: readonly Command[]): Promise<readonly string[]> {
  const results = await house.kernel.write(root, commands, { cause })
  return results.map((result) => {
    if (!result.ok) throw result.error
    return result.id
  })
}

async function one(object: string, patch: Stored): Promise<string> {
  return (await write([{ object, op: 'create', patch }]))[0] ?? ''
}

/** What the table has of the records, without what differs by nature. */
async function rowsOf(object: string, ids: readonly string[]): Promise<readonly Json[]> {
  const rows = await house.db.query<{ row: Json }>({
    text: `select to_jsonb(t) - '{id,number,created_at,updated_at,owned_since}'::text[] || jsonb_build_object('search_text', replace(search_text, lower(number), '')) as row from "${object}" t where id = any($1::uuid[]) order by array_position($1::uuid[], id)`,
    values: [ids],
  })
  return rows.map(({ row }) => row)
}

async function changesOf(ids: readonly string[]): Promise<readonly Json[]> {
  const rows = await house.db.query<{ changes: Json }>({
    text: `select changes - '{owned_since,stage_entered_at}'::text[] as changes from event where record = any($1::uuid[]) and op = 'update' order by array_position($1::uuid[], record), seq`,
    values: [ids],
  })
  return rows.map(({ changes }) => changes)
}

const update = (object: string, id: string, patch: Stored): Command => ({ object, op: 'update', id, patch })

describe('a change of many records', () => {
  it('leaves the same rows, texts to search and history as each changed alone', async () => {
    const department = await one('department', { name: '华东' })
    const people = [
      await one('employee', { name: '甲', department, number: 'M1' }),
      await one('employee', { name: '乙', department, number: 'M2' }),
    ]
    const seed = (index: number): Stored => ({
      name: `多改${index}公司`,
      short_name: index % 2 === 0 ? `简${index}` : null,
      status: 'active',
      source: 'search',
      phone: index % 3 === 0 ? `021-6${String(1_000_000 + index)}` : null,
      employee_count: index % 4 === 0 ? 50 + index : null,
      annual_revenue: index % 5 === 0 ? { amount: `${index}00.50`, currency: 'CNY' } : null,
      lifecycle_stage: index % 2 === 0 ? 'target' : 'prospect',
      owner: people[index % 2] ?? null,
      description: `从前${index}`,
    })
    const patches = (index: number): Stored[] => [
      { description: `如今${index}` },
      { short_name: `新简${index}` },
      { owner: people[(index + 1) % 2] ?? null },
      { lifecycle_stage: 'opportunity', industry: null },
      { owner: null },
      { phone: null, annual_revenue: null },
      { description: null, employee_count: 7 },
    ]
    const create = (index: number): Command => ({ object: 'customer', op: 'create', patch: seed(index) })
    const together = await write(Array.from({ length: MANY }, (_, index) => create(index)))
    const alone = await write(Array.from({ length: MANY }, (_, index) => create(index)))
    for (let step = 0; step < patches(0).length; step += 1) {
      await write(together.map((id, index) => update('customer', id, patches(index)[step] ?? {})))
      for (const [index, id] of alone.entries()) await write([update('customer', id, patches(index)[step] ?? {})])
    }
    const rows = await rowsOf('customer', together)
    expect(rows).toHaveLength(MANY)
    expect(rows).toEqual(await rowsOf('customer', alone))
    expect(rows.every((row) => isJsonObject(row) && row['status'] === 'active' && row['source'] === 'search')).toBe(true)
    expect(await changesOf(together)).toEqual(await changesOf(alone))
    const [{ entries } = { entries: 0 }] = await house.db.query<{ entries: number }>({
      text: `select count(*)::int as entries from customer_search s join customer t using (id) where t.id = any($1::uuid[]) and s.grams = perigon_grams(t.search_text) and s.owner is not distinct from t.owner`,
      values: [together],
    })
    expect(entries).toBe(MANY)
  })

  it('refuses what a rule refuses of one: a way back in the life cycle without a reason, a required field emptied', async () => {
    const ids = await write(
      Array.from({ length: MANY }, (_, index) => ({
        object: 'customer',
        op: 'create' as const,
        patch: { name: `倒退${index}`, lifecycle_stage: index % 2 === 0 ? 'signed' : 'target' },
      })),
    )
    const tell = async (patch: Stored): Promise<readonly string[]> => {
      const results = await house.kernel.write(
        root,
        ids.map((id) => update('customer', id, patch)),
        { cause, mode: 'row_by_row' },
      )
      return results.map((result) => (result.ok ? 'ok' : (result.error.issues[0]?.code ?? result.error.code)))
    }
    const back = await tell({ lifecycle_stage: 'prospect' })
    expect(back.filter((code) => code === 'reason_required')).toHaveLength(MANY / 2)
    expect(back.filter((code) => code === 'ok')).toHaveLength(MANY / 2)
    expect(new Set(await tell({ name: '' }))).toEqual(new Set(['required']))
  })

  it('stops, and writes nothing, when a rule looks at or sets a field it does not name', async () => {
    const assignee = await one('employee', { name: '丙', department: await one('department', { name: '华北' }), number: 'M3' })
    const tasks = await write(
      Array.from({ length: MANY }, (_, index) => ({
        object: 'task',
        op: 'create' as const,
        patch: { subject: `事${index}`, due_at: '2027-01-05T01:00:00Z', assignee },
      })),
    )
    const describeAll = tasks.map((id) => update('task', id, { description: '看了不该看的' }))
    await expect(house.kernel.write(root, describeAll, { cause })).rejects.toThrow(/task uses "result"/)
    const contacts = await write(
      Array.from({ length: MANY }, (_, index) => ({ object: 'contact', op: 'create' as const, patch: { name: `人${index}` } })),
    )
    const chatAll = contacts.map((id) => update('contact', id, { wechat: `wx${id}` }))
    await expect(house.kernel.write(root, chatAll, { cause })).rejects.toThrow(/contact uses "title"/)
    expect(await changesOf([...tasks, ...contacts])).toEqual([])
  })
})
