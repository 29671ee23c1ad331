import { addCalendarDays, workingDaysOf } from '@perigon/organization'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Counting, dueDate, lastDueBase, shift } from './due-date.ts'

const calendar = workingDaysOf({
  weekend: [6, 7],
  exceptions: [
    { date: '2026-10-01', kind: 'off' },
    { date: '2026-10-02', kind: 'off' },
    { date: '2026-10-05', kind: 'off' },
    { date: '2026-10-06', kind: 'off' },
    { date: '2026-10-07', kind: 'off' },
    { date: '2026-10-10', kind: 'work' },
  ],
})
const date = fc.integer({ min: 0, max: 200 }).map((days) => addCalendarDays('2026-07-01', days))
const counting = fc.constantFrom<Counting>('working', 'calendar')

describe('the day a customer goes back', () => {
  it('is so many working days after the date that counts, over the golden week and the Saturday worked for it', () => {
    expect(dueDate(calendar, '2026-09-29', { days: 4, counting: 'working' })).toBe('2026-10-10')
    expect(dueDate(calendar, '2026-09-29', { days: 4, counting: 'calendar' })).toBe('2026-10-03')
  })

  it('leaves time for the reminder when the rule has just been switched on', () => {
    expect(dueDate(calendar, '2026-01-01', { days: 4, counting: 'working', notBefore: '2026-11-30' })).toBe('2026-11-30')
    expect(dueDate(calendar, '2026-11-30', { days: 4, counting: 'working', notBefore: '2026-11-30' })).toBe('2026-12-04')
  })

  it('draws the line of the preview exactly where the nightly work draws it', () => {
    fc.assert(
      fc.property(fc.record({ day: date, base: date, days: fc.integer({ min: 2, max: 60 }), counting }), ({ day, base, ...count }) => {
        const isDue = dueDate(calendar, base, count) <= day
        expect(base <= lastDueBase(calendar, day, count)).toBe(isDue)
        const isReminded = shift(calendar, dueDate(calendar, base, count), { days: -1, counting: count.counting }) <= day
        expect(base <= lastDueBase(calendar, day, { ...count, before: 1 })).toBe(isReminded)
      }),
      { numRuns: 500 },
    )
  })
})
