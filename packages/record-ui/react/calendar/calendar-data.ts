import type { Condition, FieldMeta, WireRecord } from '@perigon/contracts'
import { addDays, fieldUi, formatDay, phrase, today, useFieldContext, useLocale } from '@perigon/ui'
import { byDay, type DayRange, dayFields, dayOf, daysAround, usualDayField } from '../../core/calendar-days.ts'
import { allOf } from '../../core/list-state.ts'
import { titleOf } from '../../core/meta-index.ts'
import { calendarPhrases } from '../../phrases/calendar-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { useAggregate, usePage } from '../data/queries.ts'
import { type ListModel, marksOf } from '../data/use-list-model.ts'

/** So many records are drawn at most; the counts of the days are exact all the same. */
const DRAWN = 200
const ONE_DAY = 100

/** Moves a record to another day. */
export type MoveTo = (record: WireRecord, day: string) => void

/** What a calendar shows: the field it goes by, its days, and what stands on them. */
export type CalendarData = {
  readonly field: FieldMeta
  readonly fields: readonly FieldMeta[]
  readonly days: DayRange
  readonly at: string
  readonly today: string
  readonly on: (day: string) => readonly WireRecord[]
  readonly count: (day: string) => number
  readonly total: number
  /** The condition of all that stand on a day. */
  readonly filterOf: (day: string) => Condition
  readonly isPending: boolean
  readonly error: Error | null
  readonly retry: () => void
}

/** The calendar of a list; null when the object has no day a person may see. Two questions, whatever the number of days. */
export function useCalendar(model: ListModel): CalendarData | null {
  const { timeZone, now } = useFieldContext()
  const { object, config } = model
  const fields = dayFields(object)
  const field = fields.find((each) => each.key === config.by) ?? usualDayField(object)
  const key = field?.key ?? object.title
  const current = today(now(), timeZone)
  const at = model.address.at ?? current
  const days = daysAround(at, config.span)
  const filter = withinDays(model, { key, from: days.from, to: days.to })
  const page = usePage(
    object,
    { filter, sort: [key], limit: DRAWN, fields: shown(model, key), ...marksOf(model.formats) },
    field !== undefined,
  )
  const counts = useAggregate(
    object,
    { measures: [{ fn: 'count' }], group: [{ field: key, bucket: 'day' }], limit: 100, filter },
    field !== undefined,
  )
  if (field === undefined) return null
  const placed = byDay(page.data?.data ?? [], key, timeZone)
  const counted = new Map((counts.data?.rows ?? []).map((row) => [String(row.keys[0]), Number(row.values[0] ?? 0)]))
  const on = (day: string) => placed.get(day) ?? []
  return {
    field,
    fields,
    days,
    at,
    today: current,
    on,
    count: (day) => Math.max(counted.get(day) ?? 0, on(day).length),
    filterOf: (day) => withinDays(model, { key, from: day, to: addDays(day, 1) }),
    total: [...counted.values()].reduce((sum, each) => sum + each, 0),
    isPending: page.isPending,
    error: page.error ?? counts.error,
    retry: () => void Promise.all([page.refetch(), counts.refetch()]),
  }
}

/** Everything of one day, when somebody asks for the rest of it. */
export function useDay(model: ListModel, at: { readonly key: string; readonly day: string; readonly isOpen: boolean }) {
  const filter = withinDays(model, { key: at.key, from: at.day, to: addDays(at.day, 1) })
  const asked = { filter, sort: [at.key], limit: ONE_DAY, fields: shown(model, at.key), ...marksOf(model.formats) }
  return { ...usePage(model.object, asked, at.isOpen), filter }
}

/** Changes the day of a record, with the way back. */
export function useMoveTo(model: ListModel, field: FieldMeta): MoveTo {
  const actions = useActions()
  const locale = useLocale()
  const { timeZone } = useFieldContext()
  const { object } = model
  return (record, day) => {
    const value = fieldUi(field).onDay?.(record[field.key], day, timeZone)
    if (value === undefined || !canMove(model, field) || dayOf(record[field.key], timeZone)?.day === day) return
    const done = phrase(calendarPhrases, 'moved', { name: titleOf(object, record), day: formatDay(day, locale) })
    void actions.change(object, record, { patch: { [field.key]: value }, done })
  }
}

/** Whether this person may change the day a calendar goes by. */
export function canMove(model: ListModel, field: FieldMeta): boolean {
  return model.object.can.update && !field.read_only
}

function withinDays(model: ListModel, at: { readonly key: string; readonly from: string; readonly to: string }): Condition {
  const search: Condition | null = model.address.q === '' ? null : { search: model.address.q }
  const days: Condition = {
    and: [
      { field: at.key, op: 'gte', value: at.from },
      { field: at.key, op: 'lt', value: at.to },
    ],
  }
  return allOf(model.filter, search, days) ?? days
}

function shown({ object, config }: ListModel, key: string): readonly string[] {
  return [...new Set([object.title, key, ...config.columns.slice(0, 4)])]
}
