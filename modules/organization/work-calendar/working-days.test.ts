import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOLIDAYS } from './holidays.ts'
import { workCalendarSeeds } from './work-calendar.seeds.ts'
import { addCalendarDays, type ExceptionDay, workingDaysOf } from './working-days.ts'

const DATA = '/work/shared/data/cn_holidays'
const hasData = existsSync(DATA)
const MISSING = `the official days are not there: ${DATA}`
const WEEKEND = [6, 7]

type Official = { readonly days: readonly { readonly date: string; readonly isOffDay: boolean }[] }

function officialDays(): readonly ExceptionDay[] {
  const files = readdirSync(DATA).filter((name) => /^\d{4}\.json$/.test(name))
  const days = files.flatMap((name): Official['days'] => JSON.parse(readFileSync(join(DATA, name), 'utf8')).days)
  return days.map(({ date, isOffDay }) => ({ date, kind: isOffDay ? 'off' : 'work' }))
}

/** The same, walked one day at a time. */
function slow(weekend: readonly number[], exceptions: readonly ExceptionDay[]) {
  const kinds = new Map(exceptions.map((each) => [each.date, each.kind]))
  const works = (date: string): boolean =>
    (kinds.get(date) ?? (weekend.includes(new Date(`${date}T00:00:00Z`).getUTCDay() || 7) ? 'off' : 'work')) === 'work'
  const add = (date: string, days: number): string => {
    let at = date
    for (let left = Math.abs(days); left > 0; ) {
      at = addCalendarDays(at, Math.sign(days))
      if (works(at)) left -= 1
    }
    return at
  }
  return { works, add }
}

const date = fc.integer({ min: 0, max: 9000 }).map((days) => addCalendarDays('2005-01-01', days))
const exceptions = fc.array(fc.record({ date, kind: fc.constantFrom('off' as const, 'work' as const) }), { maxLength: 300 })
const rules = fc.record({ weekend: fc.subarray([1, 2, 3, 4, 5, 6, 7], { maxLength: 6 }), exceptions })

describe('working days', () => {
  it('counts like walking day by day, for any week and any exceptions', () => {
    fc.assert(
      fc.property(rules, date, fc.integer({ min: -400, max: 400 }), (calendar, from, n) => {
        const fast = workingDaysOf(calendar)
        const walked = slow(calendar.weekend, calendar.exceptions)
        expect(fast.isWorkingDay(from)).toBe(walked.works(from))
        expect(fast.addWorkingDays(from, n)).toBe(walked.add(from, n))
      }),
      { numRuns: 400 },
    )
  })

  it('is its own inverse: from a date n working days on, n working days lie between', () => {
    fc.assert(
      fc.property(rules, date, fc.integer({ min: 1, max: 2000 }), (any, from, n) => {
        const calendar = workingDaysOf(any)
        const to = calendar.addWorkingDays(from, n)
        expect(calendar.isWorkingDay(to)).toBe(true)
        expect(calendar.workingDaysBetween(from, to)).toBe(n)
        expect(calendar.workingDaysBetween(to, from)).toBe(-n)
      }),
    )
  })

  it('knows the golden week of 2026 and the Saturday worked for it', () => {
    const calendar = workingDaysOf({ weekend: WEEKEND, exceptions: seeded() })
    expect(calendar.isWorkingDay('2026-10-10')).toBe(true)
    expect(calendar.addWorkingDays('2026-09-30', 1)).toBe('2026-10-08')
    expect(calendar.addWorkingDays('2026-09-30', 3)).toBe('2026-10-10')
    expect(calendar.workingDaysBetween('2026-09-30', '2026-10-12')).toBe(4)
  })

  it('refuses a week without a working day', () => {
    expect(() => workingDaysOf({ weekend: [1, 2, 3, 4, 5, 6, 7], exceptions: [] })).toThrow('working day')
  })

  it('agrees with the official days of 2007 to 2026', ({ skip }) => {
    skip(!hasData, MISSING)
    const days = officialDays()
    expect(days.length).toBeGreaterThan(600)
    const calendar = workingDaysOf({ weekend: WEEKEND, exceptions: days })
    for (const { date: day, kind } of days) expect(`${day} ${calendar.isWorkingDay(day)}`).toBe(`${day} ${kind === 'work'}`)
    const walked = slow(WEEKEND, days)
    for (let day = '2007-01-01'; day < '2027-01-01'; day = addCalendarDays(day, 1)) {
      expect(calendar.isWorkingDay(day)).toBe(walked.works(day))
      expect(calendar.addWorkingDays(day, 12)).toBe(walked.add(day, 12))
    }
  })

  it('has seeded exactly the official days of the years it knows', ({ skip }) => {
    skip(!hasData, MISSING)
    const years = Object.keys(HOLIDAYS)
    const official = officialDays().filter(({ date: day }) => years.includes(day.slice(0, 4)))
    const sorted = (list: readonly ExceptionDay[]): readonly string[] => list.map((each) => `${each.date} ${each.kind}`).sort()
    expect(sorted(seeded())).toEqual(sorted(official))
  })
})

function seeded(): readonly ExceptionDay[] {
  return workCalendarSeeds.flatMap(({ object, values }) =>
    object === 'calendar_day'
      ? [{ date: String(values['day']), kind: values['kind'] === 'work' ? ('work' as const) : ('off' as const) }]
      : [],
  )
}
