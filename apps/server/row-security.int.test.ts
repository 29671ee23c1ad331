import { createScopedDatabase } from '@perigon/db'
import { type Actor, APP_ROLE, createReachKeys, findDrift, type Scope, shapeOf, systemActor } from '@perigon/kernel'
import { STANDARD_PROCESS } from '@perigon/sales'
import { type House, openHouse } from '@perigon/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

let house: House
const root = systemActor('test')
const departments: string[] = []
const employees: string[] = []
const opportunities: string[] = []
const stage = STANDARD_PROCESS.stages.confirmed
const customers: { readonly id: string; readonly owner: string; readonly department: string }[] = []

beforeAll(async () => {
  house = await openHouse(modules)
  const create = async (object: string, patch: Record<string, unknown>): Promise<string> => {
    const [result] = await house.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind: 'system' } })
    if (result?.ok !== true) throw result?.error ?? new Error('nothing written')
    return result.id
  }
  for (let index = 0; index < 4; index += 1) departments.push(await create('department', { name: `部门${index}` }))
  for (let index = 0; index < 8; index += 1)
    employees.push(await create('employee', { name: `员工${index}`, department: departments[index % 4] }))
  for (let index = 0; index < 60; index += 1) {
    const owner = employees[(index * 7) % 8] ?? ''
    const id = await create('customer', { name: `客户${index}`, owner })
    customers.push({ id, owner, department: departments[employees.indexOf(owner) % 4] ?? '' })
    await create('interaction', { type: 'note', subject: `记录${index}`, owner, customer: id, private: index % 5 === 0 })
    await create('contact', { name: `联系人${index}`, owner: employees[(index * 3) % 8], customer: id })
    if (index % 3 > 0) continue
    // What follows a record that follows another: each has an owner of its own.
    const opportunity = await create('opportunity', { name: `商机${index}`, owner: employees[(index * 5) % 8], customer: id, stage })
    opportunities.push(opportunity)
    await create('task', { subject: `任务${index}`, owner: employees[(index * 11) % 8], opportunity })
    await create('task', { subject: `跟进${index}`, owner: employees[(index * 13) % 8], customer: id })
  }
})
afterAll(() => house.close())

/** Every owned object, with those that follow one, two and several others. */
const SEEN = ['customer', 'interaction', 'contact', 'contact_position', 'opportunity', 'stage_history', 'task'] as const

const person: fc.Arbitrary<Actor> = fc
  .record({
    employee: fc.integer({ min: 0, max: 7 }),
    scopes: fc.uniqueArray(fc.constantFrom<Scope>('none', 'own', 'team', 'dept', 'dept_tree', 'branch'), { maxLength: 3 }),
    team: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 3 }),
    tree: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
    branch: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    standsFor: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 1 }),
    outside: fc.boolean(),
    shared: fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 4 }),
    sharedDeals: fc.uniqueArray(fc.integer({ min: 0, max: 19 }), { maxLength: 2 }),
    deals: fc.uniqueArray(fc.constantFrom<Scope>('none', 'own', 'dept', 'all'), { maxLength: 2 }),
  })
  .map(
    (made): Actor => ({
      ...root,
      kind: 'user',
      admin: false,
      id: '01900000-0000-7000-8000-0000000000aa',
      employee: employees[made.employee] ?? null,
      outside: made.outside,
      grants: {
        ...Object.fromEntries(
          ['customer', 'interaction', 'contact', 'contact_position', 'task'].map((key) => [key, { read: made.scopes }]),
        ),
        opportunity: { read: made.deals },
        stage_history: { read: made.deals },
      },
      team: made.team.map((index) => employees[index] ?? ''),
      departments: made.tree.map((index) => departments[index] ?? ''),
      own_departments: [departments[made.employee % 4] ?? ''],
      branch_departments: made.branch.map((index) => departments[index] ?? ''),
      stands_in_for: made.standsFor.map((index) => employees[index] ?? ''),
      deputy_for: made.standsFor.map((index) => ({
        ...root,
        employee: employees[index] ?? null,
        own_departments: [departments[index % 4] ?? ''],
        grants: { customer: { read: 'dept' as const }, interaction: { read: 'own' as const }, task: { read: 'own' as const } },
      })),
      shares: {
        customer: { read: made.shared.map((index) => customers[index]?.id ?? ''), write: [] },
        opportunity: { read: [], write: made.sharedDeals.map((index) => opportunities[index] ?? '') },
      },
    }),
  )

describe('row security', () => {
  it('with the application’s predicate left out, the database shows the same rows to anybody', async () => {
    const scoped = createScopedDatabase({ url: house.db.url, role: APP_ROLE, max: 2 })
    const reachKeys = createReachKeys(house.db)
    await fc.assert(
      fc.asyncProperty(person, async (actor) => {
        const door = scoped.within(await reachKeys(house.kernel.snapshot(), actor))
        for (const object of SEEN) {
          const bare = await door.query<{ id: string }>(`select id from "${object}" where deleted_at is null`)
          const listed = await house.kernel.list(actor, object, { limit: 200, fields: [] }).then(
            (page) => JSON.parse(page).data.map((record: { id: string }) => record.id),
            () => [],
          )
          expect({ object, ids: bare.map((row) => row.id).sort() }).toEqual({ object, ids: listed.toSorted() })
        }
      }),
      { numRuns: 60 },
    )
    await scoped.close()
  })

  it('shows the same whether the session says whose records are in reach or they are looked up', async () => {
    const [told, looked] = [1, 2].map(() => createScopedDatabase({ url: house.db.url, role: APP_ROLE, max: 1 }))
    const reachKeys = createReachKeys(house.db)
    const all = SEEN.map((object) => `select id from "${object}"`).join(' union all ')
    const text = `select array_agg(id order by id) as ids from (${all}) x`
    for (const employee of employees) {
      const rep: Actor = { ...root, kind: 'user', admin: false, id: employee, employee, grants: { '*': { read: 'own' } } }
      const reach = await reachKeys(house.kernel.snapshot(), rep)
      expect(reach.owners).toBe(`{${employee}}`)
      const [first] = (await told?.within(reach).query<{ ids: string[] }>(text)) ?? []
      const [second] = (await looked?.within({ ...reach, owners: '' }).query<{ ids: string[] }>(text)) ?? []
      expect(first?.ids.length).toBeGreaterThan(10)
      expect(second).toEqual(first)
    }
    const mixed: Actor = { ...root, kind: 'user', admin: false, employee: employees[0] ?? '', grants: { customer: { read: 'own' } } }
    expect((await reachKeys(house.kernel.snapshot(), mixed)).owners).toBe('')
    await Promise.all([told?.close(), looked?.close()])
  })

  it('an unknown reach sees nothing, and the role can neither go round it nor touch secrets', async () => {
    const scoped = createScopedDatabase({ url: house.db.url, role: APP_ROLE, max: 1 })
    const door = scoped.within({ key: 'nobody', owners: '' })
    expect(await door.query('select 1 from customer')).toEqual([])
    for (const forbidden of [
      'select * from credential',
      'select * from session',
      'select * from api_token',
      'delete from event',
      'update event set actor = null',
      'alter table customer disable row level security',
      'drop table customer',
      `insert into actor_reach values ('x', 'customer', true, '{}', '{}', '{}')`,
    ]) {
      await expect(door.query(forbidden)).rejects.toThrow(/permission denied|must be owner/)
    }
    const role = await door.query<{ name: string; bypass: boolean; owner: boolean }>(
      `select current_user as name, r.rolbypassrls as bypass, exists (select 1 from pg_class c where c.relowner = r.oid) as owner from pg_roles r where r.rolname = current_user`,
    )
    expect(role).toEqual([{ name: APP_ROLE, bypass: false, owner: false }])
    await scoped.close()
  })

  it('covers every owned and personal object there is', async () => {
    const rows = await house.db.query<{ name: string }>(`select relname as name from pg_class where relrowsecurity`)
    const wanted = [...house.kernel.snapshot().objects.values()]
      .filter((object) => ['owned', 'personal'].includes(object.definition.access))
      .map((object) => object.table)
    expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining(wanted))
  })
})

describe('the schema', () => {
  it('is what migrations made of it: no drift between database and definitions', async () => {
    expect(await findDrift(house.db, shapeOf(house.kernel.snapshot()))).toEqual([])
  })
})
