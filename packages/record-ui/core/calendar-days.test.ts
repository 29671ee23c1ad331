import type { ObjectMeta } from '@perigon/contracts'
import { describe, expect, it } from 'vitest'
import { byDay, dayOf, daysAround, stepped, usualDayField } from './calendar-days.ts'

const SHANGHAI = 'Asia/Shanghai'

describe('the days of a calendar', () => {
  it('a month is the whole weeks it touches, Monday first', () => {
    // November 2026 begins on a Sunday and ends on a Monday.
    const { from, to, weeks } = daysAround('2026-11-30', 'month')
    expect([from, to, weeks.length, weeks[0]?.[6]]).toEqual(['2026-10-26', '2026-12-07', 6, '2026-11-01'])
    // February 2027 is exactly four weeks.
    expect(daysAround('2027-02-10', 'month')).toMatchObject({ from: '2027-02-01', to: '2027-03-01' })
  })

  it('a week is Monday to Sunday', () => {
    expect(daysAround('2026-11-29', 'week')).toMatchObject({ from: '2026-11-23', to: '2026-11-30' })
    expect(daysAround('2026-11-30', 'week').from).toBe('2026-11-30')
  })

  it('goes on over the end of a year', () => {
    expect([stepped('2026-12-31', 'month', 1), stepped('2027-01-15', 'month', -1), stepped('2026-12-31', 'week', 1)]).toEqual([
      '2027-01-01',
      '2026-12-01',
      '2027-01-07',
    ])
  })

  it('a moment belongs to the day of the reader', () => {
    expect(dayOf('2026-11-23T16:30:00Z', SHANGHAI)).toEqual({ day: '2026-11-24', time: '00:30' })
    expect(dayOf('2026-11-23', SHANGHAI)).toEqual({ day: '2026-11-23', time: null })
    expect(dayOf(null, SHANGHAI)).toBeNull()
  })

  it('records stand on their days; those without one on none', () => {
    const records = ['2026-11-24T01:00:00Z', '2026-11-23T16:30:00Z', null].map((at, index) => ({ id: String(index), version: 1, at }))
    expect([...byDay(records, 'at', SHANGHAI)].map(([day, list]) => [day, list.length])).toEqual([['2026-11-24', 2]])
  })

  it('starts with a day of the list that can be changed', () => {
    const day = (key: string, more = {}) => ({ key, buckets: ['day'], operators: ['eq'], read_only: false, ...more })
    const object = {
      list: ['name', 'made', 'due'],
      fields: [
        day('made', { read_only: true }),
        day('other'),
        day('due'),
        day('secret', { operators: [] }),
        { key: 'name', operators: ['eq'] },
      ],
    } as unknown as ObjectMeta
    expect(usualDayField(object)?.key).toBe('due')
    expect(usualDayField({ ...object, list: [] })?.key).toBe('other')
  })
})
