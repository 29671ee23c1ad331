import type { FieldMeta, Json, ObjectMeta, WireRecord } from '@perigon/contracts'
import { addDays, textOf, zoned } from '@perigon/ui'
import type { Span } from './list-state.ts'

/** The days a calendar shows: whole weeks, Monday first. `to` is the first day after them. */
export type DayRange = { readonly from: string; readonly to: string; readonly weeks: readonly (readonly string[])[] }

/** The days around one day: its week, or the weeks its month touches. */
export function daysAround(day: string, span: Span): DayRange {
  const from = mondayOf(span === 'week' ? day : firstOfMonth(day))
  const last = span === 'week' ? day : addDays(firstOfMonth(monthsOn(day, 1)), -1)
  const to = addDays(mondayOf(last), 7)
  const weeks: string[][] = []
  for (let monday = from; monday < to; monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)))
  }
  return { from, to, weeks }
}

/** The day to look at when going on by so many weeks or months. */
export function stepped(day: string, span: Span, by: number): string {
  return span === 'week' ? addDays(day, by * 7) : firstOfMonth(monthsOn(day, by))
}

/** The fields a calendar can place records by: days and moments that may be filtered. */
export function dayFields(object: ObjectMeta): readonly FieldMeta[] {
  return object.fields.filter((each) => each.buckets !== undefined && each.operators.length > 0)
}

/** The one a calendar starts with: of the list first, and rather one that can be changed. */
export function usualDayField(object: ObjectMeta): FieldMeta | undefined {
  const all = dayFields(object)
  const open = all.filter((each) => !each.read_only)
  return open.find((each) => object.list.includes(each.key)) ?? open[0] ?? all[0]
}

/** The day of a value in a time zone, and its clock time when it is a moment. */
export function dayOf(value: Json | undefined, timeZone: string): { readonly day: string; readonly time: string | null } | null {
  const text = textOf(value)
  if (text === '') return null
  return text.length === 10 ? { day: text, time: null } : zoned(text, timeZone)
}

/** Records by the day of a field, in the order they came. */
export function byDay(records: readonly WireRecord[], field: string, timeZone: string): ReadonlyMap<string, readonly WireRecord[]> {
  const days = new Map<string, WireRecord[]>()
  for (const record of records) {
    const day = dayOf(record[field], timeZone)?.day
    if (day !== undefined) days.set(day, [...(days.get(day) ?? []), record])
  }
  return days
}

function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`
}

function monthsOn(day: string, by: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + by
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`
}
