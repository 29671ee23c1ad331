import { createScopedDatabase } from '@perigon/db'
import { type Actor, APP_ROLE, createReachKeys, type Grants, type Scope, systemActor } from '@perigon/kernel'
import { accessFacts, actorById, reasonsOf } from '@perigon/organization'
import { type House, openHouse } from '@perigon/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

let house: House
const root = systemActor('test')
const PEOPLE = 9
const OBJECTS = ['customer', 'contact', 'opportunity', 'interaction', 'task'] as const
const STAGE = { process: '01900000-0000-7000-8000-000000050002', stage: '01900000-0000-7000-8000-000000050021' }
const people: { employee: string; user: string }[] = []
const records: { readonly [object: string]: string[] } = Object.fromEntries(OBJECTS.map((object) => [object, []]))

async function create(object: string, patch: Record<string, unknown>): Promise<string> {
  const [result] = await house.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind: 'seed' }, mode: 'row_by_row' })
  if (result?.ok === false) throw new Error(`${object}: ${JSON.stringify(result.error.issues)}`)
  return result?.ok === true ? result.id : ''
}

const scope = fc.constantFrom<Scope>('none', 'own', 'own', 'team', 'dept', 'dept_tree', 'branch', 'all')
/** A world of people, roles, teams, delegations, positions and shares, made by chance. */
const world = fc.record({
  home: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: PEOPLE, maxLength: PEOPLE }),
  scopes: fc.array(fc.array(scope, { minLength: OBJECTS.length, maxLength: OBJECTS.length }), { minLength: PEOPLE, maxLength: PEOPLE }),
  owners: fc.array(fc.integer({ min: 0, max: PEOPLE - 1 }), { minLength: 60, maxLength: 60 }),
  pairs: fc.array(fc.tuple(fc.integer({ min: 0, max: PEOPLE - 1 }), fc.integer({ min: 0, max: PEOPLE - 1 })), {
    minLength: 12,
    maxLength: 12,
  }),
  shares: fc.array(
    fc.record({
      object: fc.constantFrom(...OBJECTS),
      index: fc.integer({ min: 0, max: 19 }),
      to: fc.constantFrom('employee' as const, 'team' as const, 'with_department' as const, 'branch' as const, 'partner' as const),
      whom: fc.integer({ min: 0, max: PEOPLE - 1 }),
      until: fc.constantFrom(null, '2020-01-01', '2099-01-01'),
    }),
    { minLength: 30, maxLength: 30 },
  ),
})

type World = typeof world extends fc.Arbitrary<infer W> ? W : never

async function organise(made: World): Promise<{
  readonly departments: readonly string[]
  readonly teams: readonly string[]
  readonly branches: readonly string[]
  readonly partners: readonly string[]
}> {
  const branches = [await create('branch', { name: '北京' }), await create('branch', { name: '上海' })]
  const departments: string[] = []
  for (const [index, parent] of [null, 0, 0, 1, 2].entries())
    departments.push(
      await create('department', {
        name: `部门${index}`,
        branch: branches[index % 2],
        parent: parent === null ? null : departments[parent],
      }),
    )
  const teams = [await create('team', { name: '一队' }), await create('team', { name: '二队' })]
  for (let index = 0; index < PEOPLE; index += 1) {
    const grants: Grants = Object.fromEntries(OBJECTS.map((object, at) => [object, { read: made.scopes[index]?.[at] ?? 'none' }]))
    await create('role', { name: `角色${index}`, key: `role${index}`, grants })
    const employee = await create('employee', { name: `员工${index}`, department: departments[made.home[index] ?? 0] })
    people.push({ employee, user: await create('user', { login: `u${index}`, name: `员工${index}`, employee, roles: [`role${index}`] }) })
  }
  for (const [index, [one, other]] of made.pairs.entries()) {
    const [a, b] = [people[one]?.employee, people[other]?.employee]
    if (index % 4 === 0) await create('team_member', { team: teams[index % 2], employee: a, role: '成员' })
    else if (index % 4 === 1)
      await create('employee_position', { employee: a, in_department: departments[other % 5], end: index > 6 ? '2020-01-01' : null })
    else if (index % 4 === 2 && a !== b)
      await create('delegation', {
        from_employee: a,
        to_employee: b,
        start: '2020-01-01',
        end: index > 8 ? '2020-02-01' : '2099-01-01',
        reason: '休假',
      })
    else
      await house.kernel.write(root, [{ object: 'department', op: 'update', id: departments[one % 5] ?? '', patch: { manager: b } }], {
        cause: { kind: 'seed' },
      })
  }
  const partners = [
    await create('partner', { name: '甲伙伴', status: 'active' }),
    await create('partner', { name: '乙伙伴', status: 'active' }),
  ]
  for (const [index, partner] of partners.entries())
    people.push({
      employee: '',
      // Roles that would open everything to a colleague open nothing to somebody from outside.
      user: await create('user', { login: `p${index}`, name: `伙伴${index}`, partner, roles: ['executive', 'administrator'] }),
    })
  return { departments, teams, branches, partners }
}

async function fill(made: World): Promise<void> {
  const owner = (index: number): string | undefined => people[made.owners[index] ?? 0]?.employee
  const customers = records['customer'] ?? []
  for (let index = 0; index < 20; index += 1) customers.push(await create('customer', { name: `客户${index}`, owner: owner(index) }))
  for (let index = 0; index < 20; index += 1) {
    const customer = customers[(index * 3) % 20]
    records['contact']?.push(await create('contact', { name: `联系人${index}`, customer, owner: owner(20 + index) }))
    const opportunity = await create('opportunity', { name: `商机${index}`, customer, owner: owner(59 - index), ...STAGE })
    records['opportunity']?.push(opportunity)
    const at = index % 3 === 0 ? { opportunity } : { customer }
    records['interaction']?.push(
      await create('interaction', { type: 'note', subject: `记录${index}`, owner: owner(40 + index), private: index % 4 === 0, ...at }),
    )
    records['task']?.push(await create('task', { subject: `任务${index}`, assignee: owner(30 + index), ...at }))
  }
  // A parent in the trash opens nothing below it.
  const gone = await create('customer', { name: '将被删除', owner: owner(0) })
  records['contact']?.push(await create('contact', { name: '孤儿', customer: gone, owner: owner(1) }))
  await house.db.query({ text: 'update customer set deleted_at = now() where id = $1', values: [gone] })
}

beforeAll(async () => {
  house = await openHouse(modules)
  const [seed] = fc.sample(fc.integer(), 1)
  process.stdout.write(`explain access: world ${seed}\n`)
  const [made] = fc.sample(world, { numRuns: 1, seed: seed ?? 0 })
  if (made === undefined) throw new Error('no world')
  const { departments, teams, branches, partners } = await organise(made)
  await fill(made)
  for (const { object, index, to, whom, until } of made.shares) {
    const grantee = {
      employee: people[whom]?.employee,
      team: teams[whom % 2],
      with_department: departments[whom % 5],
      branch: branches[whom % 2],
      partner: partners[whom % 2],
    }[to]
    await create('record_share', { record_object: object, record: records[object]?.[index], [to]: grantee, until })
  }
})
afterAll(() => house.close())

async function actors(): Promise<readonly Actor[]> {
  const found = await Promise.all(people.map(({ user }) => actorById(house.db, user)))
  return found.flatMap((actor) => actor ?? [])
}

describe('“why can I see this?”', () => {
  it('has an answer exactly for what the reader and the database show, whoever asks', async () => {
    const scoped = createScopedDatabase({ url: house.db.url, role: APP_ROLE, max: 2 })
    const reachKeys = createReachKeys(house.db)
    const kinds = new Set<string>()
    let pairs = 0
    for (const actor of await actors()) {
      const door = scoped.within(await reachKeys(house.kernel.snapshot(), actor))
      for (const key of OBJECTS) {
        const object = house.kernel.snapshot().objects.get(key)
        if (object === undefined) throw new Error(key)
        const explained: string[] = []
        for (const id of records[key] ?? []) {
          const reasons = reasonsOf(await accessFacts(house.kernel, object, id), actor)
          for (const reason of reasons) kinds.add(reason.kind)
          if (reasons.length > 0) explained.push(id)
          pairs += 1
        }
        const listed = await house.kernel.list(actor, key, { limit: 200, fields: [] }).then(
          (page) => JSON.parse(page).data.map((record: { id: string }) => record.id),
          () => [],
        )
        const bare = await door.query<{ id: string }>(`select id from "${key}" where deleted_at is null`)
        expect([actor.name, key, explained.toSorted()]).toEqual([actor.name, key, listed.toSorted()])
        expect([actor.name, key, bare.map((row) => row.id).toSorted()]).toEqual([actor.name, key, explained.toSorted()])
      }
    }
    await scoped.close()
    expect(pairs).toBeGreaterThan(900)
    expect([...kinds]).toEqual(expect.arrayContaining(['own', 'share', 'parent']))
  })
})
