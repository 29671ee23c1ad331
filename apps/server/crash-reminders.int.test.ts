import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CrashSite, ended, inTheMiddle, openCrashSite } from './crash-house.fixture.ts'

/**
 * kill -9 of the real server, and of its database, while it reminds people: while it notes who has reached a step, while it tells them, and
 * while it puts customers into a pool. Started again it goes on by itself: nobody is told twice, nobody is left out.
 */
let site: CrashSite
const PEOPLE = 300
const CUSTOMERS = 12_000
const POOLED = 1500
const SINCE = { owned_since: '2026-01-05T02:00:00Z', last_contact_at: '2026-01-05T02:00:00Z' }
let owners: readonly string[] = []

beforeAll(async () => {
  site = await openCrashSite('reminders')
  // The runs of these mornings are over, so that only what is asked for runs.
  await site.rows(`insert into reminder_run (day, phase, finished_at) select d::date, 'tell', now() from generate_series(current_date - 1, current_date + 1, '1 day') d
                   on conflict do nothing`)
  owners = await site.many(
    'employee',
    Array.from({ length: PEOPLE }, (_, at) => ({ name: `销售${at}` })),
  )
  await site.many(
    'user',
    owners.map((employee, at) => ({ login: `sales${at}`, name: `销售${at}`, employee, roles: ['sales_rep'] })),
  )
}, 120_000)
afterAll(() => site?.close())

type Run = { readonly phase: string; readonly place: string | null; readonly over: boolean }
const run = (id: string) => site.one<Run>('select phase, place, finished_at is not null as over from reminder_run where id = $1', [id])
const isOver = async (id: string) => (await run(id)).over

/** Asks for a run as a person does; answers which it is. */
async function asked(): Promise<string> {
  await site.admin('POST', 'reminders/run', {})
  return (await site.one<{ id: string }>('select id from reminder_run where asked order by started_at desc limit 1')).id
}

/** Waits until some of a part of the run is written and some is not. */
const amid = (id: string, phase: 'mark' | 'tell') =>
  inTheMiddle(async () => {
    const now = await run(id)
    if (now.over || (phase === 'mark' && now.phase === 'tell')) return 'over'
    return now.phase === phase && now.place !== null ? 'amid' : 'before'
  })

const NOTICES = `from notification where title like '%个客户距最近联系时间已满%'`
const hits = (tell: string) => site.number('select count(*)::int from reminder_hit where tell = $1', [tell])

describe('kill -9 in the middle of a run of reminders', () => {
  it('while it notes who has reached a step and while it tells them: everybody is told, once', async () => {
    await site.many(
      'customer',
      Array.from({ length: CUSTOMERS }, (_, at) => ({ name: `沉默${at}`, owner: owners[at % PEOPLE], ...SINCE })),
    )
    await site.many('reminder_rule', [
      {
        name: '很久没有联系',
        object: 'customer',
        date_field: 'last_contact_at',
        counting: 'calendar',
        condition: { field: 'name', op: 'contains', value: '沉默' },
        steps: [
          { key: 'a', after: 1, tell: 'owner' },
          { key: 'b', after: 2, tell: 'manager' },
        ],
        active: true,
      },
    ])
    const id = await asked()
    await amid(id, 'mark')
    await site.killAndOpen({ victim: 'node', leases: [], dead: async () => expect(await hits('owner')).toBeLessThan(CUSTOMERS) })
    await amid(id, 'tell')
    const told = await site.number(`select count(*)::int ${NOTICES}`)
    expect([told > 0, told < PEOPLE]).toEqual([true, true])
    await site.killAndOpen({ victim: 'both', leases: [] })
    await ended(() => isOver(id), true, 60)

    expect(await site.one(`select count(*)::int as n, count(distinct owner)::int as people ${NOTICES}`)).toEqual({
      n: PEOPLE,
      people: PEOPLE,
    })
    // Each of the records was told to the login of its owner, and to nobody else.
    const wrong = await site.rows(
      `select h.record from reminder_hit h join "user" u on u.employee = h.owner where h.step <> 'a' or h.told <> array[u.id]`,
    )
    expect([wrong, await hits('owner'), await site.number('select count(distinct record)::int from reminder_hit')]).toEqual([
      [],
      CUSTOMERS,
      CUSTOMERS,
    ])
    const { counts } = await site.one<{ counts: unknown }>('select counts from reminder_run where id = $1', [id])
    expect(counts).toEqual({ reached: CUSTOMERS, people: PEOPLE, notices: PEOPLE })

    const again = await asked()
    await ended(() => isOver(again), true, 60)
    expect([await hits('owner'), await site.number(`select count(*)::int ${NOTICES}`)]).toEqual([CUSTOMERS, PEOPLE])
  }, 300_000)

  it('while it puts customers into a pool: each goes once, with its reason and its line in the log', async () => {
    const [pool = ''] = await site.many('customer_pool', [{ name: '华东公海', active: true }])
    await site.many(
      'customer',
      Array.from({ length: POOLED }, (_, at) => ({ name: `回收${at}`, owner: owners[at % 7], ...SINCE })),
    )
    await site.many('reminder_rule', [
      {
        name: '收回',
        object: 'customer',
        date_field: 'last_contact_at',
        counting: 'calendar',
        condition: { field: 'name', op: 'contains', value: '回收' },
        steps: [{ key: 'z', after: 1, tell: 'pool', pool }],
        active: true,
      },
    ])
    const id = await asked()
    await inTheMiddle(async () => {
      const n = await hits('pool')
      return n === 0 ? 'before' : n < POOLED ? 'amid' : 'over'
    })
    await site.killAndOpen({ victim: 'node', leases: [], dead: async () => expect(await hits('pool')).toBeLessThan(POOLED) })
    await ended(() => isOver(id), true, 60)
    const gone = `select count(*)::int as n, count(distinct customer)::int as customers from ownership_change where kind = 'reclaimed'`
    expect([await hits('pool'), await site.one(gone)]).toEqual([POOLED, { n: POOLED, customers: POOLED }])
    expect(await site.number('select count(*)::int from customer where owner is null and pool = $1', [pool])).toBe(POOLED)
  }, 200_000)
})
