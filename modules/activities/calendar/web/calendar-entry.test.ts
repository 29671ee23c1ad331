import type { Json } from '@perigon/contracts'
import { describe, expect, it } from 'vitest'
import { entryFacts, movedValue } from './calendar-entry.ts'
import { calendarQuery } from './calendar-queries.ts'

const place = { timeZone: 'Asia/Shanghai', now: new Date('2026-11-25T02:00:00Z'), from: '2026-11-23' }
const record = (values: { readonly [field: string]: Json }) => ({ id: '1', version: 1, ...values })

describe('what a calendar says of a record', () => {
  it.each([
    ['task', { due_at: '2026-11-25T01:59:00Z', state: 'open' }, { at: { day: '2026-11-25', time: '09:59' }, isLate: true, tone: 'danger' }],
    ['task', { due_at: '2026-11-25T02:01:00Z', state: 'doing' }, { isLate: false, isDone: false, tone: 'plain' }],
    ['task', { due_at: '2026-11-20T02:00:00Z', state: 'done' }, { isLate: false, isDone: true, tone: 'quiet' }],
    ['interaction', { at: '2026-11-25T06:00:00Z', type: 'visit', status: 'planned' }, { word: 'visit', isPlanned: true, minutes: 30 }],
    [
      'interaction',
      { at: '2026-11-25T06:00:00Z', type: 'meeting', status: 'done', duration_s: 5400 },
      { word: 'meeting', isPlanned: false, minutes: 90 },
    ],
    [
      'opportunity',
      { next_step_on: '2026-11-26', next_step: '报价', name: '冷水机组' },
      { at: { day: '2026-11-26', time: null }, title: '报价', about: '冷水机组' },
    ],
    [
      'contact',
      { name: '顾梅', birthday: '1984-11-28', customer: { id: '2', title: '太湖精工' } },
      { word: 'birthday', at: { day: '2026-11-28', time: null }, title: '顾梅', about: '太湖精工', isLate: false },
    ],
  ] as const)('%s %j', (kind, values, facts) => {
    expect(entryFacts(kind, record(values), place)).toMatchObject(facts)
  })

  it('takes a task due at midnight, or the minute before, for one of the whole day', () => {
    expect(entryFacts('task', record({ due_at: '2026-11-24T16:00:00Z' }), place)?.at).toEqual({ day: '2026-11-25', time: null })
    expect(entryFacts('task', record({ due_at: '2026-11-25T15:59:00Z' }), place)?.at).toEqual({ day: '2026-11-25', time: null })
    expect(entryFacts('interaction', record({ at: '2026-11-24T16:00:00Z' }), place)?.at.time).toBe('00:00')
    // It is ten in the morning of the 25th: that day is not over.
    expect(entryFacts('task', record({ due_at: '2026-11-24T16:00:00Z' }), place)?.isLate).toBe(false)
    expect(entryFacts('task', record({ due_at: '2026-11-23T16:00:00Z' }), place)?.isLate).toBe(true)
  })

  it('puts a birthday on its day among those shown, over the end of a year and in years without a 29 February', () => {
    const on = (birthday: string, from: string) => entryFacts('contact', record({ birthday }), { ...place, from })?.at.day
    expect([on('1984-01-02', '2026-12-28'), on('1984-12-30', '2026-12-28'), on('1984-02-29', '2027-02-22')]).toEqual([
      '2027-01-02',
      '2026-12-30',
      '2027-02-28',
    ])
  })

  it('leaves out what has no day', () => {
    expect(entryFacts('task', record({ due_at: null }), place)).toBeNull()
  })
})

describe('moving', () => {
  const { timeZone } = place
  it('keeps the clock time on a place without hours and takes the one of a place with hours', () => {
    const task = record({ due_at: '2026-11-25T06:30:00Z' })
    expect(movedValue('task', task, { day: '2026-12-01', time: null, timeZone })).toBe('2026-12-01T06:30:00.000Z')
    expect(movedValue('task', task, { day: '2026-12-01', time: '08:15', timeZone })).toBe('2026-12-01T00:15:00.000Z')
    expect(movedValue('opportunity', record({ next_step_on: '2026-11-25' }), { day: '2026-12-01', time: '08:15', timeZone })).toBe(
      '2026-12-01',
    )
  })
})

describe('what is asked', () => {
  const days = { from: '2026-11-23', to: '2026-11-30' }
  it('of birthdays is their day of the year, and nothing where the birthday is not the reader’s to know', () => {
    const query = calendarQuery('contact', { ...days, whose: { kind: 'mine' }, mayRead: () => true })
    expect(query?.filter).toEqual({
      and: [
        { field: 'customer.owner', op: 'eq', value: { me: true } },
        { field: 'status', op: 'eq', value: 'active' },
        { field: 'birthday', op: 'anniversary_within', value: ['2026-11-23', '2026-11-29'] },
      ],
    })
    expect(calendarQuery('contact', { ...days, whose: { kind: 'mine' }, mayRead: (field) => field !== 'birthday' })).toBeNull()
  })
  it('is bounded by the days on the screen and by 200, and asks nothing without somebody chosen', () => {
    const query = calendarQuery('task', { ...days, whose: { kind: 'mine' }, mayRead: () => true })
    expect(query).toMatchObject({ limit: 200, sort: ['due_at'] })
    expect(JSON.stringify(query?.filter)).toContain('"op":"lt","value":"2026-11-30"')
    expect(calendarQuery('task', { ...days, whose: { kind: 'colleague', link: null }, mayRead: () => true })).toBeNull()
  })

  it('does not ask by a field the reader may not see, and leaves out others', () => {
    expect(calendarQuery('task', { ...days, whose: { kind: 'mine' }, mayRead: (field) => field !== 'assignee' })).toBeNull()
    const query = calendarQuery('task', { ...days, whose: { kind: 'mine' }, mayRead: (field) => field !== 'customer' })
    expect(query?.fields).not.toContain('customer')
  })
})
