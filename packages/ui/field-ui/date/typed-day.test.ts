import { describe, expect, it } from 'vitest'
import { readDay } from './typed-day.ts'

describe('a day as people type it', () => {
  it.each(['2026-01-05', '2026-1-5', '2026/1/5', '2026.01.05', '20260105', '2026年1月5日', '2026 年 1 月 5 日'])('%s is a day', (text) => {
    expect(readDay(text)).toBe('2026-01-05')
  })

  it.each(['', '5', '2026', '2026-1', '2026-13-05', '2026-02-30', '20260230', '202615', '26-1-5', '2026-01-05x', 'tomorrow'])(
    '“%s” is none',
    (text) => {
      expect(readDay(text)).toBeNull()
    },
  )

  it('knows leap years', () => {
    expect(readDay('2028-2-29')).toBe('2028-02-29')
    expect(readDay('2027-2-29')).toBeNull()
  })
})
