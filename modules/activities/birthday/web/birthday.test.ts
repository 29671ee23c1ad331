import { describe, expect, it } from 'vitest'
import { birthdayIn, daysUntil, nextBirthday } from './birthday.ts'

describe('somebody’s day', () => {
  it.each([
    ['1984-02-29', 2026, '2026-02-28'],
    ['1984-02-29', 2028, '2028-02-29'],
    ['1984-02-29', 2100, '2100-02-28'],
    ['1990-12-31', 2026, '2026-12-31'],
  ])('of %s in %i is %s', (born, year, day) => expect(birthdayIn(born, year)).toBe(day))

  it.each([
    ['1990-11-30', '2026-11-30', '2026-11-30', 0],
    ['1990-11-29', '2026-11-30', '2027-11-29', 364],
    ['1990-01-02', '2026-12-30', '2027-01-02', 3],
    ['1984-02-29', '2027-02-26', '2027-02-28', 2],
    ['1984-02-29', '2027-03-01', '2028-02-29', 365],
  ])('of %s comes after %s on %s, in %i days', (...[born, today, day, days]) => {
    expect([nextBirthday(born, today), daysUntil(born, today)]).toEqual([day, days])
  })
})
