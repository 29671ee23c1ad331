import { addCalendarDays, workingDaysOf } from '@perigon/organization'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Step } from '../reminder-rule/steps.options.ts'
import { linesOf, nextRung } from './next-rung.ts'

// The golden week of 2026: off from Thursday 1 to Wednesday 7 October, worked for it on Sunday 20 September and Saturday 10 October.
const calendar = workingDaysOf({
  weekend: [6, 7],
  exceptions: [
    { date: '2026-09-20', kind: 'work' },
    ...['01', '02', '05', '06', '07'].map((day) => ({ date: `2026-10-${day}`, kind: 'off' as const })),
    { date: '2026-10-10', kind: 'work' },
  ],
})
const step = (key: string, after: number, tell: Step['tell'] = 'owner'): Step => ({
  key,
  after,
  tell,
  person: null,
  role: null,
  pool: null,
})
const steps = [step('a', 3), step('b', 5, 'manager'), step('c', 10, 'pool')]
const working = { calendar, counting: 'working' as const, steps }

describe('the next rung of a record', () => {
  it('comes so many working days after the date: over a weekend, over the holidays, and on the Saturday worked for them', () => {
    expect(nextRung(working, '2026-11-26', [])).toMatchObject({ step: { key: 'a' }, day: '2026-12-01' })
    expect(nextRung(working, '2026-09-29', [])).toMatchObject({ day: '2026-10-09' })
    expect(nextRung(working, '2026-09-30', [])).toMatchObject({ day: '2026-10-10' })
    expect(nextRung({ ...working, counting: 'calendar' }, '2026-09-30', [])).toMatchObject({ day: '2026-10-03' })
  })

  it('keeps its distance from the rung before, however long ago the date is', () => {
    const reached = [{ step: 'a', day: '2026-11-30' }]
    expect(nextRung(working, '2026-01-05', reached)).toMatchObject({ step: { key: 'b' }, day: '2026-12-02' })
    expect(nextRung(working, '2026-01-05', [...reached, { step: 'b', day: '2026-12-02' }])).toMatchObject({
      step: { key: 'c' },
      day: '2026-12-09',
    })
    expect(nextRung(working, '2026-11-27', reached)).toMatchObject({ day: '2026-12-04' })
  })

  it('begins anew when the date has moved, and ends after the last', () => {
    // What was reached belongs to a date; a new date comes with nothing reached.
    expect(nextRung(working, '2026-12-01', [])).toMatchObject({ step: { key: 'a' }, day: '2026-12-04' })
    expect(nextRung(working, '2026-01-05', [{ step: 'c', day: '2026-11-30' }])).toBe(null)
  })

  it('passes over a rung that was put in below one already reached', () => {
    const more = { ...working, steps: [step('a', 3), step('new', 4), step('b', 5), step('c', 10)] }
    expect(nextRung(more, '2026-01-05', [{ step: 'b', day: '2026-11-30' }])).toMatchObject({ step: { key: 'c' }, day: '2026-12-07' })
  })

  it('is reached in the run of the day the record names, no day sooner', () => {
    const date = fc.integer({ min: 0, max: 200 }).map((days) => addCalendarDays('2026-07-01', days))
    fc.assert(
      fc.property(
        fc.record({ day: date, base: date, told: date, counting: fc.constantFrom('working' as const, 'calendar' as const) }),
        ({ day, base, told, counting }) => {
          const way = { ...working, counting }
          const first = linesOf(way, 0, day)
          expect(base <= first.base).toBe((nextRung(way, base, [])?.day ?? '') <= day)
          const second = linesOf(way, 1, day)
          expect(base <= second.base && told <= second.before).toBe((nextRung(way, base, [{ step: 'a', day: told }])?.day ?? '') <= day)
        },
      ),
      { numRuns: 500 },
    )
  })
})
