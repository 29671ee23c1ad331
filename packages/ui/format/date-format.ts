import type { Locale } from '@perigon/contracts'

const WEEKDAYS = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  'en-US': ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const
// Intl says “now” here, which no Chinese would say of something that was done.
const JUST_NOW = { 'zh-CN': '刚刚', 'en-US': 'just now' } as const
const NEAR = {
  'zh-CN': new Intl.RelativeTimeFormat('zh-CN', { numeric: 'auto' }),
  'en-US': new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' }),
} as const
const DAY_MS = 86_400_000

/** `2026-11-23 (周一)` of a calendar day. */
export function formatDay(day: string, locale: Locale): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  return `${day.slice(0, 10)} (${WEEKDAYS[locale][date.getUTCDay()] ?? ''})`
}

/** `2026-11-23 (周一) 10:30` of a moment, in a time zone. */
export function formatMoment(iso: string, locale: Locale, timeZone: string): string {
  const parts = zoned(iso, timeZone)
  return parts === null ? iso : `${formatDay(parts.day, locale)} ${parts.time}`
}

/** A moment of the last or next seven days in words (`3 小时前`), else the full form. */
export function formatNear(iso: string, locale: Locale, place: { readonly timeZone: string; readonly now: Date }): string {
  return nearWords(iso, locale, place.now) ?? formatMoment(iso, locale, place.timeZone)
}

/** A moment of the last or next seven days in words; null beyond. */
export function nearWords(iso: string, locale: Locale, now: Date): string | null {
  const seconds = Math.round((new Date(iso).getTime() - now.getTime()) / 1000)
  const size = Math.abs(seconds)
  if (size < 60) return JUST_NOW[locale]
  if (!(size < 7 * 86_400)) return null
  if (size < 3600) return NEAR[locale].format(Math.trunc(seconds / 60), 'minute')
  if (size < 86_400) return NEAR[locale].format(Math.trunc(seconds / 3600), 'hour')
  return NEAR[locale].format(Math.trunc(seconds / 86_400), 'day')
}

// Made once: a list that is scrolled asks hundreds of times a second, and making one takes as long as drawing a row.
const clocks = new Map<string, Intl.DateTimeFormat>()
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  clocks.set(timeZone, clock)
  return clock
}

/** Calendar day and clock time of a moment in a time zone; null when the text is no moment. */
export function zoned(iso: string, timeZone: string): { readonly day: string; readonly time: string } | null {
  const moment = new Date(iso)
  if (Number.isNaN(moment.getTime())) return null
  const parts = clockOf(timeZone).formatToParts(moment)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return { day: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` }
}

/** The moment that a calendar day and clock time name in a time zone. */
export function momentAt(day: string, time: string, timeZone: string): string {
  const guess = new Date(`${day}T${time}:00Z`)
  const seen = zoned(guess.toISOString(), timeZone)
  if (seen === null) return guess.toISOString()
  const shift = new Date(`${seen.day}T${seen.time}:00Z`).getTime() - guess.getTime()
  return new Date(guess.getTime() - shift).toISOString()
}

/** Today as a calendar day in a time zone. */
export function today(now: Date, timeZone: string): string {
  return zoned(now.toISOString(), timeZone)?.day ?? now.toISOString().slice(0, 10)
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((new Date(`${to.slice(0, 10)}T00:00:00Z`).getTime() - new Date(`${from.slice(0, 10)}T00:00:00Z`).getTime()) / DAY_MS)
}

/** A calendar day moved by whole days. */
export function addDays(day: string, days: number): string {
  return new Date(new Date(`${day.slice(0, 10)}T00:00:00Z`).getTime() + days * DAY_MS).toISOString().slice(0, 10)
}
