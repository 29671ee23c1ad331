import { AppError, isJsonObject, type Json } from '@perigon/contracts'
import { objectOf, systemActor } from '@perigon/kernel'
import { draftIn, nextReminder, previewRecords, reminderLog } from '@perigon/reminders'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openReminderHouse, PLAIN, type ReminderHouse } from './reminder-house.fixture.ts'

const root = systemActor('test')
let house: ReminderHouse
let who: ReminderHouse['who']

beforeAll(async () => {
  house = await openReminderHouse()
  who = house.who
})
afterAll(() => house.close())
beforeEach(() => house.reset())

describe('the preview', () => {
  it('says what the run then does, rung by rung, and who waits for a rung with the day it could come', async () => {
    for (const day of ['2026-11-10', '2026-11-16', '2026-11-20', '2026-11-24']) await house.silent(day)
    await house.silent('2026-11-20', { owner: who.other })
    const keeper = await house.personOf('keeper')
    const fresh = await house.preview(keeper)
    expect(fresh).toMatchObject([
      { key: 'a', records: 4, people: 2, waiting: 0, from: null },
      { key: 'b', records: 0, people: 0, waiting: 2, from: '2026-12-03' },
    ])
    const id = await house.rule()
    await house.run()
    expect(await house.hits()).toBe(4)
    expect((await house.notices()).length).toBe(2)
    house.clock.set('2026-12-03T04:00:00Z')
    const later = await house.preview(keeper, { rule: id })
    const first = await house.hits()
    await house.run()
    expect(await house.hits()).toBe(first + later.reduce((sum, { records }) => sum + records, 0))
    expect(later).toMatchObject([
      { key: 'a', records: 1, people: 1 },
      { key: 'b', records: 4, people: 1, waiting: 0 },
    ])
  })

  it('opens its numbers, and counts and names nothing beyond the reach of whoever asks', async () => {
    await house.silent('2026-11-20')
    const theirs = await house.silent('2026-11-20', { owner: who.other })
    const writer = {
      ...(await house.personOf('peer')),
      grants: { ...(await house.personOf('peer')).grants, reminder_rule: { update: 'all' as const } },
    }
    expect(await house.preview(writer)).toMatchObject([{ records: 1, people: 1 }, { records: 0 }])
    const draft = draftIn(house.kernel.snapshot(), writer, PLAIN)
    const page = await previewRecords(house.kernel, writer, { draft, index: 0, waiting: false, cursor: 0 })
    expect(page).toMatchObject({ data: [{ id: theirs, owner: '同事', base: '2026-11-20' }], next: null })
  })

  it('refuses what is wrong by its field', async () => {
    const keeper = await house.personOf('keeper')
    const issues = (body: unknown): readonly unknown[] => {
      try {
        draftIn(house.kernel.snapshot(), keeper, body)
        return []
      } catch (error) {
        return error instanceof AppError ? error.issues.map(({ path }) => path) : ['?']
      }
    }
    expect(issues({ ...PLAIN, object: 'notification' })).toEqual(['object'])
    expect(issues({ ...PLAIN, date_field: 'phone', steps: 'x', condition: 7 })).toEqual(['date_field', 'condition', 'steps'])
    expect(issues(null)).toEqual(['object', 'steps'])
  })
})

describe('a rule', () => {
  const refusal = async (patch: Record<string, unknown>): Promise<unknown> => {
    const command = { object: 'reminder_rule', op: 'create', patch: { ...PLAIN, ...patch } } as const
    const [result] = await house.kernel.write(root, [command], { cause: { kind: 'api' }, mode: 'row_by_row' })
    return result?.ok === false ? result.error.issues.map(({ path }) => path) : result
  }

  it('is refused with a date that is none, an object without owner, addressees that are not there, wrong types', async () => {
    expect(await refusal({ date_field: 'phone; drop table customer' })).toEqual(['date_field'])
    expect(await refusal({ date_field: 'updated_at' })).toEqual(['date_field'])
    expect(await refusal({ object: 'product', date_field: 'launched_on' })).toEqual(['object'])
    expect(await refusal({ object: 'no_such"thing' })).toEqual(['object'])
    const nobody = '01900000-0000-7000-8000-0000000000aa'
    expect(await refusal({ steps: [{ key: 'a', after: 1, tell: 'person', person: nobody }] })).toEqual(['steps'])
    expect(await refusal({ steps: [{ key: 'a', after: 1, tell: 'role', role: 'nobody' }] })).toEqual(['steps'])
    expect(await refusal({ steps: [{ key: 'a', after: 1, tell: 'pool', pool: nobody }] })).toEqual(['steps'])
    expect(await refusal({ steps: { a: 1 } })).toEqual(['steps'])
    expect(await refusal({ name: 7, active: 'perhaps', counting: 'lunar' })).toEqual(['name', 'active', 'counting'])
    expect(await refusal({ condition: { field: 'owner', op: 'eq', value: { me: true } } })).toEqual(['condition'])
  })

  it('that somebody changed meanwhile is not written over', async () => {
    const id = await house.rule()
    const stale = { object: 'reminder_rule', op: 'update', id, version: 1 } as const
    await house.kernel.write(root, [{ ...stale, patch: { steps: [{ key: 'a', after: 2, tell: 'owner' }] } }], { cause: { kind: 'api' } })
    await expect(
      house.kernel.write(root, [{ ...stale, patch: { steps: [{ key: 'a', after: 9, tell: 'owner' }] } }], { cause: { kind: 'api' } }),
    ).rejects.toMatchObject({ code: 'record.version_conflict' })
  })

  it('that means nothing any more is left out and told in the ledger; the others run', async () => {
    const broken = await house.rule({ name: '坏' })
    await house.db.query({
      text: `update reminder_rule set condition = '{"field":"gone","op":"eq","value":1}' where id = $1`,
      values: [broken],
    })
    await house.rule()
    await house.silent('2026-11-20')
    await house.run()
    const [last] = await house.db.query<{ problems: object }>({ text: 'select problems from reminder_run', values: [] })
    expect(last?.problems).toEqual({ [broken]: 'query.unknown_field' })
    expect((await house.notices()).length).toBe(1)
  })
})

describe('what is to be seen of it', () => {
  it('is on the record: what comes next, when and why, for whoever may read it', async () => {
    await house.rule()
    const id = await house.silent('2026-11-26')
    const object = objectOf(house.kernel.snapshot(), 'customer')
    const next = async (login: string): Promise<Json> =>
      (await nextReminder(house.kernel, await house.personOf(login), { object, id }))['next'] ?? null
    expect(await next('sales')).toMatchObject({
      tell: 'owner',
      day: '2026-12-03',
      base: '2026-11-26',
      counted: 'last_contact_at',
      after: 5,
      who: ['sales'],
    })
    await expect(next('peer')).rejects.toMatchObject({ code: 'record.not_found' })
    house.clock.set('2026-12-03T04:00:00Z')
    await house.run()
    expect(await next('boss')).toMatchObject({ tell: 'manager', day: '2026-12-08', who: ['boss'], rule_name: { en: 'Five days silent' } })
  })

  it('is in the log: who was told, when and why, of the records one may read', async () => {
    const id = await house.rule()
    await house.silent('2026-11-20')
    await house.silent('2026-11-20', { owner: who.other })
    await house.run()
    const nothing = { rule: null, tell: null, person: null, from: null, to: null, cursor: null }
    const log = async (login: string, more: object = {}): Promise<readonly { [key: string]: Json }[]> => {
      const { data } = await reminderLog(house.kernel, await house.personOf(login), { ...nothing, ...more })
      return Array.isArray(data) ? data.filter(isJsonObject).map((row) => JSON.parse(JSON.stringify(row))) : []
    }
    expect((await log('keeper')).length).toBe(2)
    expect(await log('sales')).toMatchObject([
      { owner: '销售', told: ['sales'], base: '2026-11-20', tell: 'owner', after: 5, day: '2026-11-30' },
    ])
    expect((await log('boss')).length).toBe(2)
    expect((await log('boss', { person: who.other })).length).toBe(1)
    expect((await log('boss', { rule: id, tell: 'manager' })).length).toBe(0)
    expect((await log('boss', { to: '2026-11-29' })).length).toBe(0)
    expect((await log('stand-in')).length).toBe(0)
  })
})
