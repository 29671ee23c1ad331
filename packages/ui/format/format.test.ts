import { describe, expect, it } from 'vitest'
import { phoneText } from '../field-ui/phone/phone-text.ts'
import { addDays, daysBetween, formatDay, formatMoment, formatNear, momentAt, zoned } from './date-format.ts'
import { formatDuration, formatMoney, formatMoneyShort, formatPercent } from './number-format.ts'

describe('dates', () => {
  it('carry their weekday in both languages', () => {
    expect(formatDay('2026-11-23', 'zh-CN')).toBe('2026-11-23 (周一)')
    expect(formatDay('2026-11-23', 'en-US')).toBe('2026-11-23 (Mon)')
    expect(formatMoment('2026-11-22T16:30:00Z', 'zh-CN', 'Asia/Shanghai')).toBe('2026-11-23 (周一) 00:30')
  })

  it('name the same moment there and back in any time zone, also around a change of clocks', () => {
    for (const zone of ['Asia/Shanghai', 'UTC', 'America/New_York', 'Asia/Kathmandu']) {
      const moment = momentAt('2026-03-09', '09:15', zone)
      expect(zoned(moment, zone)).toEqual({ day: '2026-03-09', time: '09:15' })
    }
  })

  it('are words within seven days and full beyond', () => {
    const place = { timeZone: 'Asia/Shanghai', now: new Date('2026-11-23T04:00:00Z') }
    expect(formatNear('2026-11-23T01:00:00Z', 'zh-CN', place)).toBe('3小时前')
    expect(formatNear('2026-11-01T01:00:00Z', 'zh-CN', place)).toBe('2026-11-01 (周日) 09:00')
  })

  it('count whole days', () => {
    expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2)
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  })
})

describe('numbers', () => {
  it('show money in full and short', () => {
    expect(formatMoney('10005534', 'CNY', 'zh-CN')).toBe('¥10,005,534.00')
    expect(formatMoneyShort(10_005_534, 'CNY', 'zh-CN')).toBe('¥1,000.6万')
    expect(formatMoney('x', 'CNY', 'zh-CN')).toBe('x')
  })

  it('show shares and lengths of time', () => {
    expect(formatPercent(63.1502, 'zh-CN', 3)).toBe('63.15%')
    expect(formatDuration(45, 'zh-CN')).toBe('45 秒')
    expect(formatDuration(7200, 'en-US')).toBe('2 h')
  })
})

describe('telephone numbers', () => {
  it('are written as people of the country write them', () => {
    expect(phoneText('+8613800001234')).toBe('138 0000 1234')
    expect(phoneText('+862155551299')).toBe('021-5555 1299')
    expect(phoneText('+8657155551298')).toBe('0571-5555 1298')
    expect(phoneText('+14155550100')).toBe('+14155550100')
  })
})
