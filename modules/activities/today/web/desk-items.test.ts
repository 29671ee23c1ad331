import type { Json } from '@perigon/contracts'
import { describe, expect, it } from 'vitest'
import { birthdayItem, deskItem, orderDesk, urgency } from './desk-items.ts'

// Ten in the morning in Shanghai.
const now = new Date('2026-11-25T02:00:00Z')
const here = { now, timeZone: 'Asia/Shanghai' }
const record = (values: { readonly [field: string]: Json }) => ({ id: JSON.stringify(values), version: 1, ...values })

describe('an item of the desk', () => {
  it.each([
    ['task', { due_at: '2026-11-20T02:00:00Z' }, { reason: 'task_late', days: 5 }],
    ['task', { due_at: '2026-11-25T08:00:00Z' }, { reason: 'task_today', days: 0 }],
    ['opportunity', { next_step_on: '2026-11-23', expected_close: '2026-12-30' }, { reason: 'step_due', days: 2 }],
    ['opportunity', { expected_close: '2026-11-15' }, { reason: 'close_passed', days: 10 }],
    ['opportunity', { next_step_on: '2026-11-24', expected_close: '2026-10-25' }, { reason: 'close_passed', days: 31 }],
    ['opportunity', { expected_close: '2026-12-30', last_activity_at: '2026-11-18T02:00:00Z' }, { reason: 'no_step', days: 7 }],
    ['customer', { last_contact_at: '2026-10-16T02:00:00Z' }, { reason: 'silent', days: 40 }],
    ['customer', { last_contact_at: null, created_at: '2026-11-20T02:00:00Z' }, { reason: 'never_contacted', days: 5 }],
  ] as const)('%s %j stands there as %j', (object, values, why) => {
    expect(deskItem(object, record(values), here)).toMatchObject(why)
  })

  it('counts days as a calendar does, from the first minute of the day on', () => {
    const at = (local: string) => ({ now: new Date(`${local}:00+08:00`), timeZone: 'Asia/Shanghai' })
    const task = record({ due_at: '2026-11-24T18:00:00+08:00' })
    expect(deskItem('task', task, at('2026-11-25T08:00'))).toMatchObject({ reason: 'task_late', days: 1 })
    expect(deskItem('task', task, at('2026-11-24T19:00'))).toMatchObject({ reason: 'task_late', days: 0 })
    const step = record({ next_step_on: '2026-11-25', expected_close: '2026-12-30' })
    expect(deskItem('opportunity', step, at('2026-11-25T00:30'))).toMatchObject({ reason: 'step_due', days: 0 })
    const closed = record({ expected_close: '2026-11-24' })
    expect(deskItem('opportunity', closed, at('2026-11-25T07:00'))).toMatchObject({ reason: 'close_passed', days: 1 })
  })

  it('is late when its day is over, where only a day was said', () => {
    const task = record({ due_at: '2026-11-24T16:00:00Z' })
    expect(deskItem('task', task, here).reason).toBe('task_today')
    expect(deskItem('task', task, { ...here, now: new Date('2026-11-25T16:30:00Z') })).toMatchObject({ reason: 'task_late', days: 1 })
  })

  it('is worth what its opportunity is worth, in base currency', () => {
    const amount = { amount: '100', currency: 'USD', rate: '7', base: '700' }
    expect(deskItem('opportunity', record({ amount }), here).worth).toBe(700)
    expect(deskItem('task', record({ due_at: null, 'opportunity.amount': amount }), here).worth).toBe(700)
    expect(deskItem('customer', record({}), here).worth).toBeNull()
  })
})

describe('a birthday on the desk', () => {
  const amount = { amount: '900000', currency: 'CNY', base: '900000' }
  const on = (birthday: string) => birthdayItem(record({ birthday, 'customer.potential_annual_spend': amount }), '2026-12-30')
  it.each([
    ['1990-12-30', 'birthday_today', 0],
    ['1990-01-02', 'birthday_soon', 3],
  ])('of %s is %s', (born, reason, days) => expect(on(born)).toMatchObject({ reason, days, worth: 900_000 }))
  it('matters less the further ahead it is, and today as much as a task of today', () => {
    const [today, tomorrow, later] = [on('1990-12-30'), on('1990-12-31'), on('1990-01-06')]
    expect(orderDesk([later, tomorrow, today])).toEqual([today, tomorrow, later])
    expect(urgency(today)).toBe(urgency({ reason: 'task_today', days: 0, worth: 900_000 }))
  })
})

describe('the order of the desk', () => {
  it('puts the later and the dearer first, and what is promised before what rests', () => {
    const late = deskItem('task', record({ due_at: '2026-11-15T02:00:00Z' }), here)
    const today = deskItem('task', record({ due_at: '2026-11-25T08:00:00Z' }), here)
    const dear = deskItem('opportunity', record({ next_step_on: '2026-11-15', amount: { amount: '9000000', currency: 'CNY' } }), here)
    const silent = deskItem('customer', record({ last_contact_at: '2023-11-15T02:00:00Z' }), here)
    expect(orderDesk([silent, today, late, dear])).toEqual([dear, late, today, silent])
  })

  it('does not let what is long late grow for ever', () => {
    const of = (days: number): number => urgency({ reason: 'silent', days, worth: null })
    expect(of(400)).toBe(of(90))
  })

  it('puts the longest waiting first where nothing else tells two apart', () => {
    const [long, longer] = [200, 800].map((days) => {
      const at = new Date(now.getTime() - days * 86_400_000).toISOString()
      return deskItem('customer', record({ last_contact_at: at }), here)
    })
    if (long === undefined || longer === undefined) throw new Error('two items')
    expect(orderDesk([long, longer])).toEqual([longer, long])
  })
})
