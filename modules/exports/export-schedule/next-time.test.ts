import { describe, expect, it } from 'vitest'
import { nextTime, type Rhythm } from './next-time.ts'

const rule: Rhythm = { rhythm: 'daily', weekday: 1, month_day: 31, hour: 8 }
const next = (patch: Partial<Rhythm>, after: string, zone = 'Asia/Shanghai'): string =>
  nextTime({ ...rule, ...patch }, new Date(after), zone).toISOString()

describe('the next time of a schedule', () => {
  it('is today while the hour has not come, and tomorrow from the hour itself on', () => {
    expect(next({}, '2026-11-30T07:59:00+08:00')).toBe('2026-11-30T00:00:00.000Z')
    expect(next({}, '2026-11-30T08:00:00+08:00')).toBe('2026-12-01T00:00:00.000Z')
  })

  it('counts days by the clock of the place: eleven at night in London is the next morning in Shanghai', () => {
    expect(next({ rhythm: 'weekly', weekday: 2 }, '2026-11-30T23:00:00Z')).toBe('2026-12-01T00:00:00.000Z')
    expect(next({ rhythm: 'weekly', weekday: 2 }, '2026-11-30T23:00:00Z', 'Europe/London')).toBe('2026-12-01T08:00:00.000Z')
  })

  it('takes the last day of a month that is shorter, leap years too', () => {
    expect(next({ rhythm: 'monthly' }, '2026-11-29T12:00:00Z')).toBe('2026-11-30T00:00:00.000Z')
    expect(next({ rhythm: 'monthly' }, '2027-02-01T00:00:00Z')).toBe('2027-02-28T00:00:00.000Z')
    expect(next({ rhythm: 'monthly' }, '2028-02-01T00:00:00Z')).toBe('2028-02-29T00:00:00.000Z')
    expect(next({ rhythm: 'monthly', month_day: 1 }, '2026-12-31T23:00:00+08:00')).toBe('2027-01-01T00:00:00.000Z')
  })

  it('keeps the hour over a change of summer time', () => {
    expect(next({}, '2026-10-24T12:00:00Z', 'Europe/London')).toBe('2026-10-25T08:00:00.000Z')
    expect(next({}, '2026-10-23T12:00:00Z', 'Europe/London')).toBe('2026-10-24T07:00:00.000Z')
  })
})
