import type { Condition } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { askRun, remindersWait, workOnReminders } from '@perigon/reminders'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openReminderHouse, type ReminderHouse } from './reminder-house.fixture.ts'

let house: ReminderHouse
let who: ReminderHouse['who']

beforeAll(async () => {
  house = await openReminderHouse()
  who = house.who
})
afterAll(() => house.close())
beforeEach(() => house.reset())

describe('a ladder of reminders', () => {
  it('tells the owner, then the manager in their language, each once, and begins anew when somebody follows up', async () => {
    await house.rule()
    const id = await house.silent('2026-11-20')
    await house.run()
    expect(await house.notices()).toEqual([`sales: “${house.name()}”距最近联系时间已 6 个工作日`])
    await house.run()
    expect((await house.notices()).length).toBe(1)
    // Eight days are over on 2 December, and the three between the rungs on the 3rd: the later day holds.
    house.clock.set('2026-12-02T04:00:00Z')
    await house.run()
    expect((await house.notices()).length).toBe(1)
    house.clock.set('2026-12-03T04:00:00Z')
    await house.run()
    expect((await house.notices())[1]).toBe(`boss: ${house.name()} (销售): 9 working days after “Last contact”`)
    await house.write('interaction', {
      type: 'call',
      subject: '回访',
      customer: id,
      owner: who.owner,
      status: 'done',
      at: '2026-12-03T02:00:00Z',
    })
    house.clock.set('2026-12-09T04:00:00Z')
    await house.run()
    expect((await house.notices()).length).toBe(2)
    house.clock.set('2026-12-10T04:00:00Z')
    await house.run()
    expect((await house.notices())[2]).toBe(`sales: “${house.name()}”距最近联系时间已 5 个工作日`)
  })

  it('gathers many into one notice that opens the list of them', async () => {
    await house.rule()
    const mine = await Promise.all(['2026-11-18', '2026-11-19', '2026-11-20'].map((day) => house.silent(day)))
    // Never contacted, counted from creation; and taken over since, counted from then.
    mine.push(await house.silent('2026-11-18', { last_contact_at: null, created_at: '2026-11-18T02:00:00Z' }))
    mine.push(await house.silent('2026-10-12', { owned_since: '2026-11-19T02:00:00Z' }))
    await house.silent('2026-11-19', { owned_since: '2026-11-27T02:00:00Z' })
    await house.silent('2026-11-27')
    await house.silent('2026-11-20', { owner: who.other })
    await house.run()
    expect(await house.notices()).toEqual([
      `peer: “${house.name()}”距最近联系时间已 6 个工作日`,
      'sales: 5 个客户距最近联系时间已满 5 个工作日',
    ])
    const [notice] = await house.db.query<{ body: string; link_object: string; link_filter: Condition }>({
      text: `select n.body, n.link_object, n.link_filter from notification n join "user" u on u.id = n.owner where u.login = 'sales'`,
      values: [],
    })
    expect(notice?.body).toContain('规则“五天未跟进”：其中最久的已有 8 个工作日')
    const page = JSON.parse(
      await house.kernel.list(await house.personOf('sales'), 'customer', {
        filter: notice?.link_filter ?? { search: 'nothing' },
        fields: [],
      }),
    )
    expect(page.data.map(({ id }: { id: string }) => id).toSorted()).toEqual(mine.toSorted())
  })

  it('tells whoever stands in for somebody absent as well, and an administrator where nobody is above', async () => {
    await house.rule({ steps: [{ key: 'a', after: 1, tell: 'manager' }] })
    await house.write('delegation', {
      from_employee: who.manager,
      to_employee: who.deputy,
      start: '2026-11-25',
      end: '2026-12-05',
      reason: '休假',
    })
    await house.silent('2026-11-20')
    await house.silent('2026-11-19', { owner: who.manager })
    await house.run()
    expect((await house.notices()).map((each) => each.split(':')[0]).toSorted()).toEqual(['boss', 'keeper', 'stand-in'])
  })

  it('tells nobody of what they may not read, and a chosen person and a role of what they may', async () => {
    await house.rule({
      steps: [
        { key: 'a', after: 1, tell: 'person', person: who.other },
        { key: 'b', after: 2, tell: 'role', role: 'sales_manager' },
      ],
    })
    await house.silent('2026-11-20')
    await house.run()
    expect(await house.notices()).toEqual([])
    expect(await house.hits()).toBe(1)
    house.clock.set('2026-12-01T04:00:00Z')
    await house.run()
    expect((await house.notices()).map((each) => each.split(':')[0])).toEqual(['boss'])
  })

  it('says nothing of a date or a list to whoever may not see the field', async () => {
    const role = await house.write('role', {
      key: 'half_blind',
      name: '看不到日期',
      grants: {},
      field_rights: { customer: { last_contact_at: 'hidden', is_strategic: 'hidden' } },
    })
    const user = who.users.get('sales') ?? ''
    await house.change('user', user, { roles: ['sales_rep', 'half_blind'] })
    await house.rule({ condition: { field: 'is_strategic', op: 'eq', value: false } })
    await house.silent('2026-11-20')
    await house.silent('2026-11-19')
    await house.run()
    const rows = await house.db.query({ text: 'select title, link_filter, body from notification', values: [] })
    expect(rows).toMatchObject([{ title: '2 个客户已满 5 个工作日', link_filter: null }])
    expect(JSON.stringify(rows)).not.toContain('最近联系')
    await house.change('user', user, { roles: ['sales_rep'] })
    await house.kernel.write(systemActor('test'), [{ object: 'role', op: 'delete', id: role }], { cause: { kind: 'system' } })
  })

  it('counts from creation or not where there is no date, as the rule says, and watches other objects', async () => {
    const task = await house.write('task', { subject: '报价', assignee: who.owner, due_at: '2026-11-26T10:00:00Z' }, 'seed')
    await house.write('task', { subject: '没有期限', assignee: who.owner }, 'seed')
    await house.rule({
      object: 'task',
      date_field: 'due_at',
      from_creation: false,
      steps: [{ key: 'a', after: 1, tell: 'owner' }],
      condition: { field: 'state', op: 'in', value: ['open', 'doing'] },
    })
    await house.run()
    expect(await house.notices()).toEqual(['sales: “报价”距截止时间已 2 个工作日'])
    const [hit] = await house.db.query<{ record: string; counted: string }>({
      text: 'select record, counted from reminder_hit',
      values: [],
    })
    expect(hit).toEqual({ record: task, counted: 'due_at' })
  })
})

describe('the last rung', () => {
  const steps = [
    { key: 'a', after: 3, tell: 'owner' },
    { key: 'z', after: 5, tell: 'pool', pool: '' },
  ]
  // Sixty of them: the calendar of a new system knows the holidays of 2026.
  it('puts a customer into a pool as the pool rules do, with the figures it saw, and only after a reminder', async () => {
    const id = await house.rule({ steps: steps.map((step) => (step.tell === 'pool' ? { ...step, pool: who.pool } : step)) })
    const customer = await house.silent('2026-09-01')
    await house.run()
    expect(await house.notices()).toEqual([`sales: “${house.name()}”距最近联系时间已 60 个工作日`])
    house.clock.set('2026-12-01T04:00:00Z')
    await house.run()
    const ownerOf = async (): Promise<unknown> =>
      (await house.db.query({ text: 'select owner, pool from customer where id = $1', values: [customer] }))[0]
    expect(await ownerOf()).toEqual({ owner: who.owner, pool: null })
    house.clock.set('2026-12-02T04:00:00Z')
    await house.run()
    expect(await ownerOf()).toEqual({ owner: null, pool: who.pool })
    const told = await house.db.query({
      text: 'select kind, from_owner, pool, facts from ownership_change where customer = $1',
      values: [customer],
    })
    expect(told).toEqual([
      {
        kind: 'reclaimed',
        from_owner: who.owner,
        pool: who.pool,
        facts: {
          rule: id,
          rule_name: { zh: '五天未跟进', en: 'Five days silent' },
          date_field: 'last_contact_at',
          base: '2026-09-01',
          days: 5,
          counting: 'working',
          due: '2026-12-02',
        },
      },
    ])
    expect((await house.notices())[1]).toBe(`sales: “${house.name()}”已回收到华东公海`)
    await house.run()
    expect((await house.notices()).length).toBe(2)
  })

  it('leaves customers where they are when the pool was switched off, and says so in the ledger', async () => {
    await house.rule({ steps: [{ key: 'z', after: 5, tell: 'pool', pool: who.pool }] })
    await house.silent('2026-09-01')
    await house.change('customer_pool', who.pool, { active: false })
    await house.run()
    const [last] = await house.db.query<{ problems: object; finished: boolean }>({
      text: 'select problems, finished_at is not null as finished from reminder_run',
      values: [],
    })
    expect(Object.values(last?.problems ?? {})).toEqual(['pool.off'])
    expect(last?.finished).toBe(true)
    expect(await house.hits()).toBe(0)
    await house.change('customer_pool', who.pool, { active: true })
  })
})

describe('the run', () => {
  it('begins by itself on working mornings, once a day', async () => {
    await house.rule()
    house.clock.set('2026-11-29T23:00:00Z')
    expect(await remindersWait(house.kernel)).toBe(true)
    await workOnReminders(house.kernel)
    expect(await remindersWait(house.kernel)).toBe(false)
    house.clock.set('2026-12-05T04:00:00Z')
    expect(await remindersWait(house.kernel)).toBe(false)
    house.clock.set('2026-12-07T04:00:00Z')
    expect(await remindersWait(house.kernel)).toBe(true)
  })

  it('goes on after its worker was killed in the middle: everybody is told once, nobody twice', async () => {
    await house.rule()
    await house.db.query({
      text: `insert into customer (id, name, owner, owned_since, last_contact_at, status, lifecycle_stage, is_strategic)
             select gen_random_uuid(), '久未联系 ' || i, ($1::uuid[])[1 + i % 2], '2026-01-05', '2026-11-20 02:00Z', 'active', 'target', false
             from generate_series(1, 5200) i`,
      values: [[who.owner, who.other]],
    })
    await askRun(house.kernel, null)
    const plant = async (table: string, condition: string): Promise<void> => {
      await house.db.query({
        text: `create function perish() returns trigger language plpgsql as $$ begin
                 if ${condition} then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$;
               create trigger perish before insert on ${table} for each row execute function perish()`,
        values: [],
      })
    }
    const heal = (table: string) => house.db.query({ text: `drop trigger perish on ${table}; drop function perish`, values: [] })
    // The first stretch of 5,000 is kept; the server loses the connection in the second, as when a worker is killed.
    await plant('reminder_hit', 'exists (select 1 from reminder_run where place is not null)')
    await expect(workOnReminders(house.kernel)).rejects.toThrow(/database|connection|terminat/i)
    expect(await house.hits()).toBeGreaterThan(4900)
    await heal('reminder_hit')
    await plant('notification', 'true')
    await expect(workOnReminders(house.kernel)).rejects.toThrow(/database|connection|terminat/i)
    await heal('notification')
    expect([await house.hits(), (await house.notices()).length]).toEqual([5200, 0])
    await Promise.all([workOnReminders(house.kernel), workOnReminders(house.kernel)])
    expect(await house.notices()).toEqual([
      'peer: 2600 个客户距最近联系时间已满 5 个工作日',
      'sales: 2600 个客户距最近联系时间已满 5 个工作日',
    ])
    await house.run()
    expect([await house.hits(), (await house.notices()).length]).toEqual([5200, 2])
    const [first] = await house.db.query<{ counts: object }>({
      text: 'select counts from reminder_run order by started_at limit 1',
      values: [],
    })
    expect(first?.counts).toEqual({ reached: 5200, people: 2, notices: 2 })
  })
})
