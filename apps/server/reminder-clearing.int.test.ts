import { clearReminders } from '@perigon/reminders'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openReminderHouse, type ReminderHouse } from './reminder-house.fixture.ts'

let house: ReminderHouse
const LATER = '2028-03-06T04:00:00Z'

beforeAll(async () => {
  house = await openReminderHouse()
})
afterAll(() => house.close())
beforeEach(() => house.reset())

/** Clears until it has come to the end; answers the pieces it took. */
async function clearAll(size?: number): Promise<readonly number[]> {
  const pieces: number[] = []
  for (let place: string | null = null; ; ) {
    const done = await clearReminders(house.kernel, place, size)
    if (done.place === null) return pieces
    pieces.push(done.cleared)
    place = done.place
  }
}

async function left(): Promise<readonly string[]> {
  const rows = await house.db.query<{ name: string }>({
    text: 'select c.name from reminder_hit h join customer c on c.id = h.record order by h.seq',
    values: [],
  })
  return rows.map(({ name }) => name)
}

const remove = (table: string, id: string, day: string) =>
  house.db.query({ text: `update ${table} set deleted_at = $2::timestamptz where id = $1`, values: [id, day] })

describe('what the rules did long ago', () => {
  it('is cleared where the record has moved on or is gone; what keeps it from being told again stays', async () => {
    await house.rule()
    await house.silent('2026-11-18', { name: '一直没人联系' })
    const followed = await house.silent('2026-11-19', { name: '后来联系过' })
    const gone = await house.silent('2026-11-20', { name: '删除了' })
    await house.run()
    await house.db.query({ text: `update customer set last_contact_at = '2026-12-20T02:00:00Z' where id = $1`, values: [followed] })
    await remove('customer', gone, '2026-12-20')
    // So long as the log shows it, everything stays.
    house.clock.set('2027-12-31T04:00:00Z')
    expect([await clearAll(), (await left()).length]).toEqual([[], 3])
    house.clock.set(LATER)
    expect([await clearAll(), await left()]).toEqual([[2], ['一直没人联系']])
    expect(await clearAll()).toEqual([0])

    const before = (await house.notices()).filter((text) => text.startsWith('sales')).length
    await house.run()
    const told = (await house.notices()).slice(before)
    expect([told.filter((text) => text.startsWith('sales')), told.filter((text) => text.startsWith('boss')).length]).toEqual([
      [expect.stringContaining('后来联系过')],
      1,
    ])
  })

  it('goes with its rule when that has been gone for as long; not before, as a rule can be put back', async () => {
    const id = await house.rule()
    await house.silent('2026-11-18', { name: '规则删除了' })
    await house.run()
    house.clock.set(LATER)
    await remove('reminder_rule', id, '2028-03-01')
    expect([await clearAll(), (await left()).length]).toEqual([[0], 1])
    await remove('reminder_rule', id, '2026-12-20')
    expect([await clearAll(), (await left()).length]).toEqual([[1], 0])
  })

  it('is gone through in small pieces, each record by its own rule', async () => {
    await house.rule()
    await house.rule({ name: '任务', object: 'task', date_field: 'due_at', steps: [{ key: 'a', after: 1, tell: 'owner' }] })
    for (let at = 0; at < 5; at += 1) await house.silent('2026-11-18')
    for (let at = 0; at < 4; at += 1)
      await house.write('task', { subject: `任务 ${at}`, assignee: house.who.owner, due_at: '2026-11-20T02:00:00Z' }, 'seed')
    await house.run()
    expect(await house.hits()).toBe(9)
    await house.db.query({ text: `update task set due_at = '2026-12-01T02:00:00Z' where subject in ('任务 0', '任务 3')`, values: [] })
    await house.db.query({ text: `update customer set deleted_at = now() where name = $1`, values: [house.name()] })
    house.clock.set(LATER)
    const pieces = await clearAll(2)
    expect([pieces.length, pieces.reduce((sum, n) => sum + n, 0), await house.hits()]).toEqual([5, 3, 6])
    // What was left is gone through again from the beginning, and nothing more goes.
    expect((await clearAll(2)).every((n) => n === 0)).toBe(true)
  })
})
