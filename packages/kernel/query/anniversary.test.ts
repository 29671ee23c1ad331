import { describe, expect, it } from 'vitest'
import { anniversaryDates, yearSpans } from './anniversary.ts'

const DAY = 86_400_000
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10)

describe('the days of the year within dates', () => {
  it.each([
    ['one day', '2026-11-30', '2026-12-01', [[1130, 1130]]],
    ['over the end of a month', '2026-11-28', '2026-12-06', [[1128, 1205]]],
    [
      'over the end of a year',
      '2026-12-28',
      '2027-01-05',
      [
        [1228, 1231],
        [101, 104],
      ],
    ],
    ['the last day of the year', '2026-12-31', '2027-01-01', [[1231, 1231]]],
    ['28 February of a common year, which is that of the 29th too', '2026-02-28', '2026-03-01', [[228, 229]]],
    ['28 February of a leap year', '2028-02-28', '2028-02-29', [[228, 228]]],
    ['29 February', '2028-02-29', '2028-03-01', [[229, 229]]],
    ['1 March of a common year', '2027-03-01', '2027-03-02', [[301, 301]]],
    [
      'until 28 February over a year’s end',
      '2026-12-20',
      '2027-03-01',
      [
        [1220, 1231],
        [101, 229],
      ],
    ],
    ['1900, which was none', '1900-02-28', '1900-03-01', [[228, 229]]],
    ['2000, which was one', '2000-02-28', '2000-02-29', [[228, 228]]],
    [
      'a year less a day',
      '2027-03-01',
      '2028-02-29',
      [
        [301, 1231],
        [101, 228],
      ],
    ],
    ['nothing', '2026-03-01', '2026-03-01', []],
    ['every day', '2026-03-01', '2027-03-02', null],
  ] as const)('%s', (...[, from, to, spans]) => expect(yearSpans(from, to)).toEqual(spans))

  it('are what counting day by day gives, whatever the dates', () => {
    // By hand: the day somebody has in a year, without any span.
    const theirs = (born: string, year: number): string => {
      const day = born.slice(5)
      const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      return `${year}-${day === '02-29' && !leap ? '02-28' : day}`
    }
    const births = Array.from({ length: 366 }, (_, day) => iso(Date.UTC(1984, 0, 1) + day * DAY))
    for (const start of [Date.UTC(2026, 1, 20), Date.UTC(2027, 11, 1), Date.UTC(2028, 1, 27), Date.UTC(2026, 11, 31)]) {
      for (const length of [1, 2, 9, 30, 59, 60, 90, 364, 365, 366, 400]) {
        const [from, to] = [iso(start), iso(start + length * DAY)]
        const spans = yearSpans(from, to)
        for (const born of births) {
          const day = Number(born.slice(5).replace('-', ''))
          const is = spans === null || spans.some(([low, high]) => low <= day && day <= high)
          const should = [2026, 2027, 2028, 2029].some((year) => theirs(born, year) >= from && theirs(born, year) < to)
          expect(`${born} in ${from}+${length}: ${is}`).toBe(`${born} in ${from}+${length}: ${should}`)
        }
      }
    }
  })
})

describe('the dates that are meant', () => {
  const now = new Date('2026-12-30T20:00:00Z')
  it('are a period of the reader’s zone, or two days', () => {
    expect(anniversaryDates({ period: 'next_n_days', n: 8 }, now, 'Asia/Shanghai')).toEqual({ from: '2026-12-31', to: '2027-01-08' })
    expect(anniversaryDates(['2026-02-23', '2026-03-01'], now, 'UTC')).toEqual({ from: '2026-02-23', to: '2026-03-02' })
  })
  it.each([
    [7],
    ['2026-01-01'],
    [['2026-01-01']],
    [['2026-02-30', '2026-03-01']],
    [{ period: 'ever' }],
    [{ period: 'next_n_days', n: 0 }],
    [null],
  ])('are not %j', (value) => expect(anniversaryDates(value, now, 'UTC')).toBeNull())
})
