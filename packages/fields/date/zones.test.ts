import { describe, expect, it } from 'vitest'
import { zonedInstant, zonedText, zoneOffset } from './date.ts'

const at = (iso: string): Date => new Date(iso)

describe('the clock of a time zone', () => {
  // Transitions as IANA's tz database has them (northamerica, asia, australasia).
  it.each([
    ['Asia/Shanghai', '2026-11-24T02:00:00Z', 480],
    ['Asia/Shanghai', '1991-07-01T00:00:00Z', 540],
    ['America/New_York', '2026-03-08T06:59:59Z', -300],
    ['America/New_York', '2026-03-08T07:00:00Z', -240],
    ['America/New_York', '2026-11-01T05:59:59Z', -240],
    ['America/New_York', '2026-11-01T06:00:00Z', -300],
    ['Australia/Lord_Howe', '2026-04-04T14:59:00Z', 660],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', 630],
    ['Asia/Kathmandu', '2026-11-24T02:00:00Z', 345],
  ])('%s at %s is so many minutes ahead: %i', (zone, iso, minutes) => {
    for (let times = 0; times < 2; times += 1) expect(zoneOffset(at(iso), zone)).toBe(minutes)
  })

  it('shows every moment as text, and reads it back from there', () => {
    expect(zonedText(at('2026-11-24T02:30:05Z'), 'Asia/Shanghai')).toBe('2026-11-24 10:30:05')
    expect(zonedText(at('2026-11-24T18:30:05.007Z'), 'Asia/Shanghai')).toBe('2026-11-25 02:30:05.007')
    for (const zone of ['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe'])
      for (let hour = 0; hour < 400 * 24; hour += 7) {
        const instant = new Date(Date.UTC(2026, 0, 1, hour, 13, 7, hour % 1000))
        const [date = '', time = ''] = zonedText(instant, zone).split(' ')
        const back = zonedInstant(date, time, zone)
        // An hour that the clock shows twice can be meant twice.
        if (back.getTime() !== instant.getTime()) expect(zonedText(back, zone)).toBe(`${date} ${time}`)
      }
  })
})
