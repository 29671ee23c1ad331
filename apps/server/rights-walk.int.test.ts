import { AppError, type Json } from '@perigon/contracts'
import { type Actor, type FieldRight, type FieldSnapshot, type ObjectSnapshot, type Scope, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { exportColumns, exportRows } from '@perigon/transfer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

/**
 * Walks role × scope × object × field × door from the snapshot and asserts each cell. Nobody has to remember it: an
 * object, a field or a scope added later is walked as well.
 */
let house: House
let cells = 0
const root = systemActor('walk')
const people: { readonly employee: string; readonly department: string }[] = []
const records = new Map<string, { readonly id: string; readonly person: number }[]>()
const USER = '01900000-0000-7000-8000-0000000000ee'
/** What a generated record cannot guess: links that must agree with one another. */
const agreeing = (): { readonly [object: string]: { readonly [field: string]: Json } } => ({
  opportunity: { process: '01900000-0000-7000-8000-000000050002', stage: '01900000-0000-7000-8000-000000050021' },
  interaction: { private: false },
  reminder_rule: { object: 'customer', date_field: 'last_contact_at', condition: null, steps: [{ key: 'a', after: 5, tell: 'owner' }] },
  pool_member: { employee: people[0]?.employee ?? null },
  delegation: { from_employee: people[0]?.employee ?? null, to_employee: people[1]?.employee ?? null },
})

const fold = (count = 1): void => {
  cells += count
}

function sample(field: FieldSnapshot, round: number): unknown {
  const { definition } = field
  if (definition.options !== undefined)
    return field.columns[0]?.type === 'text[]' ? [definition.options[0]?.value] : definition.options[0]?.value
  if (definition.check !== undefined || definition.pattern !== undefined) return undefined
  if (definition.unique === true && definition.type === 'date') return `${1900 + round}-01-01`
  const [input] = field.type.examples.good[0] ?? []
  return definition.unique === true && typeof input === 'string' ? `${round}${input}`.slice(0, definition.max ?? 200) : input
}

async function anyOf(target: string, round: number): Promise<string> {
  const page = JSON.parse(await house.kernel.list(root, target, { limit: 1, fields: [] }))
  return page.data[0]?.id ?? create(target, 0, round)
}

async function patchFor(object: ObjectSnapshot, round: number): Promise<Record<string, unknown>> {
  const patch: Record<string, unknown> = {}
  for (const field of object.own) {
    if (field.definition.computed === true) continue
    const target = field.definition.target
    if (target === undefined) patch[field.key] = sample(field, round)
    else if (field.definition.required === true) patch[field.key] = await anyOf(target, round)
  }
  return { ...patch, ...agreeing()[object.key] }
}

/** Creates a record with as many fields filled as rules allow: what is refused is left out and tried again. */
async function create(key: string, person: number, round: number): Promise<string> {
  const object = house.kernel.snapshot().objects.get(key)
  if (object === undefined) throw new Error(key)
  const patch = await patchFor(object, round)
  if (object.definition.access === 'owned') {
    // Whoever is named on the record is its owner: an assignee becomes one by a hook.
    for (const field of object.own)
      if (field.definition.target === 'employee' && field.key in patch) patch[field.key] = people[person]?.employee
    patch['owner'] = people[person]?.employee
  }
  if (object.definition.access === 'personal') patch['owner'] = USER
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const [result] = await house.kernel.write(root, [{ object: key, op: 'create', patch }], { cause: { kind: 'seed' }, mode: 'row_by_row' })
    if (result?.ok === true) return result.id
    for (const issue of result?.ok === false ? result.error.issues : []) delete patch[issue.path]
  }
  throw new Error(`no sample of ${key} could be written`)
}

beforeAll(async () => {
  house = await openHouse(modules)
  const write = async (object: string, patch: Record<string, unknown>): Promise<string> => {
    const [result] = await house.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind: 'seed' } })
    return result?.ok === true ? result.id : ''
  }
  for (const name of ['甲', '乙', '丙']) {
    const department = await write('department', { name: `部门${name}` })
    people.push({ department, employee: await write('employee', { name: `员工${name}`, department }) })
  }
  await house.kernel.write(
    root,
    [{ object: 'user', op: 'create', id: USER, patch: { login: 'walker', name: '行者', employee: people[0]?.employee, roles: [] } }],
    { cause: { kind: 'seed' } },
  )
  let round = 0
  for (const object of house.kernel.snapshot().objects.values()) {
    if (object.definition.access === 'internal') continue
    const made: { id: string; person: number }[] = []
    for (const person of object.definition.access === 'owned' ? [0, 1, 2] : [0]) {
      round += 1
      made.push({ id: await create(object.key, person, round), person })
    }
    records.set(object.key, made)
  }
}, 120_000)
afterAll(() => house.close())

function walker(more: Partial<Actor>): Actor {
  return {
    ...root,
    kind: 'user',
    admin: false,
    id: USER,
    employee: people[0]?.employee ?? null,
    department: people[0]?.department ?? null,
    own_departments: [people[0]?.department ?? ''],
    departments: [people[0]?.department ?? '', people[1]?.department ?? ''],
    branch_departments: people.map((person) => person.department),
    team: [people[2]?.employee ?? ''],
    ...more,
  }
}

/** People whose records each scope reaches, for the walker: herself in 甲, below her 乙, in her team 丙. */
const REACHES: { readonly [scope in Scope]: readonly number[] } = {
  none: [],
  own: [0],
  team: [0, 2],
  dept: [0],
  dept_tree: [0, 1],
  branch: [0, 1, 2],
  all: [0, 1, 2],
}

async function outcome<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

const idsOf = (page: string): readonly string[] => JSON.parse(page).data.map((record: { id: string }) => record.id)

/** A text by which a record is found; empty when its object is not searched or it has none. */
async function soughtBy(object: ObjectSnapshot, id: string): Promise<string> {
  const [field] = object.searchFields
  if (field === undefined) return ''
  const record = JSON.parse((await house.kernel.get(root, object.key, { id, fields: [field.key] })).body)
  return field.type.print(record[field.key] ?? null, field.definition, 'zh-CN')
}

describe('the rights walk', () => {
  it('rows: every scope shows its rows and no others, at every door', async () => {
    for (const object of [...house.kernel.snapshot().objects.values()].filter((candidate) => candidate.definition.access === 'owned')) {
      const all = records.get(object.key) ?? []
      for (const [scope, reached] of Object.entries(REACHES)) {
        const known = Object.keys(REACHES).find((name): name is Scope => name === scope) ?? 'none'
        const actor = walker({ grants: { [object.key]: { read: known, update: known, export: known } } })
        const visible = all.filter((record) => reached.includes(record.person)).map((record) => record.id)
        const mine = { field: 'id', op: 'in' as const, value: all.map((record) => record.id) }
        const listed = await outcome(() => house.kernel.list(actor, object.key, { filter: mine, fields: [] }))
        const denied = scope === 'none'
        expect([object.key, scope, denied ? listed : [...idsOf(listed)].sort()]).toEqual([
          object.key,
          scope,
          denied ? 'access.denied' : [...visible].sort(),
        ])
        const summed = await outcome(() => house.kernel.aggregate(actor, object.key, { filter: mine, measures: [{ fn: 'count' }] }))
        expect([object.key, scope, typeof summed === 'string' ? summed : summed.rows[0]?.values[0]]).toEqual([
          object.key,
          scope,
          denied ? 'access.denied' : visible.length,
        ])
        fold(2)
        for (const record of all) {
          const expected = denied ? 'access.denied' : visible.includes(record.id) ? 'ok' : 'record.not_found'
          const doors = {
            get: await outcome(async () => (await house.kernel.get(actor, object.key, { id: record.id, fields: [] }), 'ok')),
            history: await outcome(async () => (await house.kernel.history(actor, object.key, { id: record.id }), 'ok')),
            export: await outcome(async () =>
              (
                await Array.fromAsync(
                  exportRows(house.kernel, actor, {
                    object: object.key,
                    columns: [],
                    query: { filter: { field: 'id', op: 'eq', value: record.id } },
                  }),
                )
              ).length === 1
                ? 'ok'
                : 'record.not_found',
            ),
          }
          expect([object.key, scope, doors]).toEqual([object.key, scope, { get: expected, history: expected, export: expected }])
          fold(3)
          const q = await soughtBy(object, record.id)
          if (q !== '') {
            const found = await outcome(async () => {
              const bodies = await house.kernel.find(actor, object.key, { q, fields: [], limit: 50, recent: [record.id] })
              return bodies.some((body) => JSON.parse(body).id === record.id) ? 'ok' : 'record.not_found'
            })
            expect([object.key, scope, 'find', found]).toEqual([object.key, scope, 'find', expected])
            // Allowed to change but not to delete: a merge is refused, and what is out of reach is not even there.
            const loser = all.find((other) => other.id !== record.id)?.id ?? ''
            const merged = await outcome(() =>
              house.kernel.merge(actor, { object: object.key, survivor: record.id, losers: [loser], choices: {} }),
            )
            const refusal = denied || (visible.includes(record.id) && visible.includes(loser)) ? 'access.denied' : 'record.not_found'
            expect([object.key, scope, 'merge', merged]).toEqual([object.key, scope, 'merge', refusal])
            fold(2)
          }
          if (object.definition.append_only === true) continue
          const [written] = await house.kernel.write(actor, [{ object: object.key, op: 'update', id: record.id, patch: {} }], {
            cause: { kind: 'api' },
            mode: 'row_by_row',
          })
          expect([object.key, scope, written?.ok === true ? 'ok' : written?.error.code]).toEqual([object.key, scope, expected])
          fold()
        }
      }
    }
  }, 300_000)

  const RIGHTS: readonly FieldRight[] = ['hidden', 'masked', 'read']

  const EVERY: Actor['grants'] = {
    '*': { read: 'all', update: 'all', export: 'all', create: 'all', delete: 'all', share: 'all', import: 'all' },
  }
  const limited = (object: ObjectSnapshot, field: FieldSnapshot, right: FieldRight): Actor =>
    walker({ grants: EVERY, fields: { [object.key]: { [field.key]: right } } })

  async function walkField(object: ObjectSnapshot, field: FieldSnapshot, walk: { right: FieldRight; actor: Actor }): Promise<void> {
    const { right, actor } = walk
    const [record] = records.get(object.key) ?? []
    if (record === undefined) return
    const where = `${object.key}.${field.key} ${right}`
    const closed = { hidden: 'query.unknown_field', masked: 'query.masked', read: 'open' }[right]
    const code = async (work: () => Promise<unknown>): Promise<string> => {
      const found = await outcome(async () => (await work(), 'open'))
      // A type that cannot be sorted or grouped at all says so first; that tells nothing of the value.
      return ['query.sort', 'query.group', 'query.measure', 'query.operator'].includes(found) && closed === 'open' ? 'open' : found
    }
    const query = (more: object): Promise<unknown> => house.kernel.list(actor, object.key, { limit: 1, fields: [], ...more })
    expect([where, await code(() => query({ filter: { field: field.key, op: 'not_empty' } }))]).toEqual([where, closed])
    expect([where, await code(() => query({ filter: { not: { or: [{ field: field.key, op: 'empty' }] } } }))]).toEqual([where, closed])
    expect([where, await code(() => query({ marks: [{ field: field.key, op: 'not_empty' }] }))]).toEqual([where, closed])
    const counted = { filter: { field: field.key, op: 'not_empty' as const } }
    expect([where, await code(() => house.kernel.count(actor, object.key, counted))]).toEqual([where, closed])
    expect([where, await code(() => query({ sort: [`-${field.key}`] }))]).toEqual([where, closed])
    expect([
      where,
      await code(() => house.kernel.aggregate(actor, object.key, { measures: [{ fn: 'count' }], group: [{ field: field.key }] })),
    ]).toEqual([where, closed])
    expect([where, await code(() => house.kernel.aggregate(actor, object.key, { measures: [{ fn: 'count', field: field.key }] }))]).toEqual(
      [where, closed],
    )
    const asked = await outcome(async () =>
      JSON.parse((await house.kernel.get(actor, object.key, { id: record.id, fields: [field.key] })).body),
    )
    const whole = JSON.parse((await house.kernel.get(actor, object.key, { id: record.id })).body)
    const true_ = JSON.parse((await house.kernel.get(root, object.key, { id: record.id, fields: [field.key] })).body)[field.key]
    if (right === 'hidden') expect([where, asked, field.key in whole]).toEqual([where, 'query.unknown_field', false])
    else if (right === 'read') expect([where, whole[field.key]]).toEqual([where, true_])
    else if (true_ !== null) expect([where, JSON.stringify(whole[field.key]) === JSON.stringify(true_)]).toEqual([where, false])
    const history = (await house.kernel.history(actor, object.key, { id: record.id })).data.flatMap((entry) =>
      field.key in entry.changes ? [entry.changes[field.key]?.after] : [],
    )
    if (right === 'hidden') expect([where, history]).toEqual([where, []])
    if (right === 'masked')
      for (const value of history)
        if (value !== null && value !== undefined) expect([where, JSON.stringify(value).includes('****')]).toEqual([where, true])
    const exported = await outcome(
      async () => exportColumns(house.kernel, actor, { object: object.key, keys: [field.key], format: 'jsonl' }).length,
    )
    expect([where, exported]).toEqual([where, right === 'hidden' ? 'query.unknown_field' : 1])
    const meta = house.kernel.meta(actor).objects.find((candidate) => candidate.key === object.key)
    const told = meta?.fields.find((candidate) => candidate.key === field.key)
    expect([where, told === undefined ? 'hidden' : told.masked === true ? 'masked' : told.read_only ? 'read' : 'edit']).toEqual([
      where,
      right,
    ])
    expect([
      where,
      JSON.stringify([meta?.form, meta?.list, meta?.quick, meta?.highlights]).includes(`"${field.key}"`) && right === 'hidden',
    ]).toEqual([where, false])
    fold(13)
    if (object.definition.append_only === true || !['owned'].includes(object.definition.access)) return
    const [written] = await house.kernel.write(actor, [{ object: object.key, op: 'update', id: record.id, patch: { [field.key]: null } }], {
      cause: { kind: 'api' },
      mode: 'row_by_row',
    })
    const refusal = written?.ok === false ? written.error.issues.find((issue) => issue.path === field.key)?.code : 'accepted'
    expect([where, refusal]).toEqual([where, right === 'hidden' ? 'unknown_field' : 'read_only'])
    fold()
  }

  it('fields: hidden, masked and read-only hold at every door of every field', async () => {
    for (const object of house.kernel.snapshot().objects.values()) {
      if (object.definition.access === 'internal') continue
      for (const field of object.fields.values())
        for (const right of RIGHTS) await walkField(object, field, { right, actor: limited(object, field, right) })
    }
  }, 600_000)

  /** Somebody of a partner, with roles that would open everything to a colleague. */
  function outsider(shares: Actor['shares']): Actor {
    return walker({
      outside: true,
      admin: true,
      employee: null,
      department: null,
      own_departments: [],
      grants: EVERY,
      unmask: false,
      shares,
    })
  }

  it('outside people reach what is shared with their company and nothing more, whatever their roles say', async () => {
    for (const object of house.kernel.snapshot().objects.values()) {
      const [shared, ...others] = records.get(object.key) ?? []
      if (object.definition.access !== 'owned' || shared === undefined) continue
      const actor = outsider({ [object.key]: { read: [shared.id], write: [] } })
      const listed = await outcome(() => house.kernel.list(actor, object.key, { limit: 200, fields: [] }))
      expect([object.key, idsOf(listed)]).toEqual([object.key, [shared.id]])
      for (const { id } of others) {
        const got = await outcome(async () => (await house.kernel.get(actor, object.key, { id, fields: [] }), 'ok'))
        const told = await outcome(async () => (await house.kernel.history(actor, object.key, { id }), 'ok'))
        expect([object.key, got, told]).toEqual([object.key, 'record.not_found', 'record.not_found'])
      }
      const created = await outcome(async () => {
        const [made] = await house.kernel.write(actor, [{ object: object.key, op: 'create', patch: {} }], {
          cause: { kind: 'api' },
          mode: 'row_by_row',
        })
        return made?.ok === false ? made.error.code : 'ok'
      })
      expect([object.key, created]).toEqual([object.key, 'access.denied'])
      const [written] = await house.kernel.write(actor, [{ object: object.key, op: 'update', id: shared.id, patch: {} }], {
        cause: { kind: 'api' },
        mode: 'row_by_row',
      })
      if (object.definition.append_only !== true)
        expect([object.key, written?.ok === true ? 'ok' : written?.error.code]).toEqual([object.key, 'access.denied'])
      fold(3 + others.length * 2)
    }
    for (const object of house.kernel.snapshot().objects.values()) {
      const kind = object.definition.access
      if (kind !== 'reference' && kind !== 'internal') continue
      const bare = { ...outsider({}), grants: {} }
      expect([object.key, await outcome(() => house.kernel.list(bare, object.key, { limit: 1, fields: [] }))]).toEqual([
        object.key,
        'access.denied',
      ])
      fold()
    }
  }, 300_000)

  it('fields of the house are hidden from outside people at every door', async () => {
    let walked = 0
    for (const object of house.kernel.snapshot().objects.values()) {
      const [record] = records.get(object.key) ?? []
      if (record === undefined) continue
      const actor = outsider({ [object.key]: { read: [], write: [record.id] } })
      for (const field of object.fields.values()) {
        if (field.definition.internal !== true) continue
        await walkField(object, field, { right: 'hidden', actor })
        walked += 1
      }
    }
    expect(walked).toBeGreaterThan(10)
  }, 300_000)

  it('was long enough to mean something', () => {
    process.stdout.write(`rights walk: ${cells} cells asserted\n`)
    expect(cells).toBeGreaterThan(10_000)
  })
})
