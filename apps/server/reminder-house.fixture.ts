import { type Actor, systemActor } from '@perigon/kernel'
import { actorById } from '@perigon/organization'
import { askRun, draftIn, previewLadder, workOnReminders } from '@perigon/reminders'
import { type House, openHouse } from '@perigon/testing'
import { modules } from './modules.ts'
import { relayAll } from './relay.fixture.ts'

const root = systemActor('test')
// A Monday at noon in Shanghai; no holidays near, so weeks have five working days.
export const NOON = '2026-11-30T04:00:00Z'

const LADDER = [
  { key: 'a', after: 5, tell: 'owner' },
  { key: 'b', after: 8, tell: 'manager' },
]
export const PLAIN = { name: '五天未跟进', name_en: 'Five days silent', object: 'customer', date_field: 'last_contact_at', steps: LADDER }

export type Rung = {
  readonly key: string
  readonly records: number
  readonly people: number
  readonly waiting: number
  readonly from: string | null
}

/** A company of five with a pool, and what tests of reminders do in it. */
export type ReminderHouse = Awaited<ReturnType<typeof openReminderHouse>>

type Patch = Record<string, unknown>

async function writeIn(
  house: House,
  object: string,
  { patch, kind = 'system' }: { patch: Patch; kind?: 'system' | 'seed' },
): Promise<string> {
  const [result] = await house.kernel.write(root, [{ object, op: 'create', patch }], { cause: { kind } })
  return result?.ok === true ? result.id : ''
}

export async function openReminderHouse() {
  const house = await openHouse(modules, NOON)
  const write = (object: string, patch: Patch, kind: 'system' | 'seed' = 'system') => writeIn(house, object, { patch, kind })
  const who = await peopleOf(house)
  let names = 0
  const name = (): string => `客户 ${names}`
  const relay = () =>
    relayAll(
      house.kernel,
      modules.flatMap((module) => module.subscribers ?? []),
    )
  const personOf = async (login: string): Promise<Actor> => {
    const actor = await actorById(house.db, who.users.get(login) ?? '')
    if (actor === null) throw new Error(login)
    return actor
  }
  return {
    ...house,
    who,
    write,
    personOf,
    name,
    change: async (object: string, id: string, patch: Patch): Promise<void> => {
      await house.kernel.write(root, [{ object, op: 'update', id, patch }], { cause: { kind: 'api' } })
    },
    /** A customer last contacted on a day. */
    silent: (since: string, more: Patch = {}): Promise<string> => {
      names += 1
      const dates = { owned_since: '2026-01-05T02:00:00Z', last_contact_at: `${since}T02:00:00Z` }
      return write('customer', { name: name(), owner: who.owner, ...dates, ...more }, 'seed')
    },
    rule: (more: Patch = {}): Promise<string> => write('reminder_rule', { ...PLAIN, active: true, ...more }),
    run: async (): Promise<void> => {
      await relay()
      await askRun(house.kernel, null)
      await workOnReminders(house.kernel)
      await relay()
    },
    ...seenIn(house),
    preview: async (actor: Actor, more: Patch = {}): Promise<readonly Rung[]> => {
      const draft = draftIn(house.kernel.snapshot(), actor, { ...PLAIN, ...more })
      const found: { rungs: readonly Rung[] } = JSON.parse(JSON.stringify(await previewLadder(house.kernel, actor, draft)))
      return found.rungs
    },
    /** Each test has its own rules, runs and customers. */
    reset: async (): Promise<void> => {
      house.clock.set(NOON)
      await house.db.query({
        text: `delete from reminder_hit; delete from reminder_run; delete from notification; update reminder_rule set active = false;
               update delegation set deleted_at = now(); update customer set deleted_at = now(); update task set deleted_at = now()`,
        values: [],
      })
    },
  }
}

function seenIn({ db }: House) {
  return {
    notices: async (): Promise<readonly string[]> => {
      const rows = await db.query<{ text: string }>({
        text: `select u.login || ': ' || n.title as text from notification n join "user" u on u.id = n.owner order by n.created_at, u.login, n.id`,
        values: [],
      })
      return rows.map(({ text }) => text)
    },
    hits: async (): Promise<number> => {
      const rows = await db.query<{ n: number }>({ text: 'select count(*)::int as n from reminder_hit', values: [] })
      return rows[0]?.n ?? 0
    },
  }
}

async function peopleOf(house: House) {
  const write = (object: string, patch: Patch) => writeIn(house, object, { patch })
  const department = await write('department', { name: '华东' })
  const manager = await write('employee', { name: '经理', department })
  const owner = await write('employee', { name: '销售', department, manager })
  const other = await write('employee', { name: '同事', department, manager })
  const deputy = await write('employee', { name: '代理', department })
  const users = new Map<string, string>()
  for (const [login, employee, locale, role] of [
    ['sales', owner, 'zh-CN', 'sales_rep'],
    ['peer', other, 'zh-CN', 'sales_rep'],
    ['boss', manager, 'en-US', 'sales_manager'],
    ['stand-in', deputy, 'zh-CN', 'sales_rep'],
    ['keeper', null, 'zh-CN', 'administrator'],
  ] as const)
    users.set(login, await write('user', { login, name: login, employee, locale, roles: [role] }))
  await house.kernel.write(root, [{ object: 'department', op: 'update', id: department, patch: { manager } }], {
    cause: { kind: 'system' },
  })
  const pool = await write('customer_pool', { name: '华东公海', name_en: 'East pool', former_owner_block_days: 30 })
  return { owner, other, manager, deputy, pool, users }
}
