import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { WireRecord } from '@perigon/contracts'
import { EmptyState, fieldUi, formatDay, Skeleton, useFieldContext, useLabel, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { useEffect, useId, useRef } from 'react'
import { calendarPhrases } from '../../phrases/calendar-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import type { ListModel } from '../data/use-list-model.ts'
import { Failure } from '../frame/failure.tsx'
import { CalendarAgenda } from './calendar-agenda.tsx'
import { CalendarBar } from './calendar-bar.tsx'
import { type CalendarData, type MoveTo, useCalendar, useMoveTo } from './calendar-data.ts'
import { CalendarDay } from './calendar-day.tsx'
import './calendar.css'

/** Records on the days of a field, a month or a week at a time. */
export function Calendar({ model }: { readonly model: ListModel }) {
  const t = usePhrases(calendarPhrases)
  const data = useCalendar(model)
  return data === null ? <EmptyState kind="result" title={t('no_days')} /> : <Days model={model} data={data} />
}

function Days({ model, data }: { readonly model: ListModel; readonly data: CalendarData }) {
  const t = usePhrases(calendarPhrases)
  const label = useLabel()
  const isPhone = usePhone()
  const helpId = useId()
  const move = useFocusAfter(useMoveTo(model, data.field))
  const add = useAdd(model, data)
  const root = useTodayInView(data)
  useDrops(move)
  if (data.error !== null && data.total === 0) return <Failure error={data.error} onRetry={data.retry} />
  return (
    <div
      ref={root}
      className="pg-calendar"
      role="region"
      aria-label={t('calendar_of', { name: label(model.object.label.many) })}
      aria-describedby={helpId}
    >
      <CalendarBar model={model} data={data} />
      <p id={helpId} className="pg-sr">
        {t('help')}
      </p>
      {data.isPending ? (
        <Skeleton shape="list" rows={6} />
      ) : isPhone ? (
        <CalendarAgenda model={model} data={data} onMove={move} />
      ) : (
        <Weeks model={model} data={data} onMove={move} onAdd={add} />
      )}
    </div>
  )
}

type WeeksProps = {
  readonly model: ListModel
  readonly data: CalendarData
  readonly onMove: MoveTo
  readonly onAdd: ((day: string) => void) | null
}

function Weeks({ model, data, onMove, onAdd }: WeeksProps) {
  const locale = useLocale()
  const [first = []] = data.days.weeks
  const weekday = (day: string) => /\((.+)\)/.exec(formatDay(day, locale))?.[1] ?? day
  return (
    <div className="pg-calendar__scroll">
      <table className={`pg-calendar__table pg-calendar__table--${model.config.span}`}>
        <thead>
          <tr>
            {first.map((day) => (
              <th key={day} scope="col">
                {weekday(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.days.weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <CalendarDay key={day} model={model} data={data} day={day} onMove={onMove} onAdd={onAdd} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A new record on a day. */
function useAdd(model: ListModel, data: CalendarData): ((day: string) => void) | null {
  const actions = useActions()
  const { timeZone } = useFieldContext()
  const { object } = model
  const { field } = data
  const { onDay } = fieldUi(field)
  if (!object.can.create || field.read_only || onDay === undefined) return null
  return (day) => actions.create(object, { defaults: { [field.key]: onDay(null, day, timeZone) } })
}

/** After a move by keyboard the record stands elsewhere; the keyboard stays with it. */
function useFocusAfter(move: MoveTo): MoveTo {
  const wanted = useRef<string | null>(null)
  useEffect(() => {
    const link = wanted.current === null ? null : document.querySelector<HTMLElement>(`[data-record="${wanted.current}"]`)
    if (link !== null && document.activeElement === document.body) link.focus()
  })
  return (record, day) => {
    wanted.current = record.id
    move(record, day)
  }
}

/** Opened on the days around today, a long month shows today without scrolling. */
function useTodayInView({ at, today, isPending }: CalendarData) {
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isPending && at === today) root.current?.querySelector('[aria-current=date]')?.scrollIntoView({ block: 'center' })
  }, [at, isPending, today])
  return root
}

function useDrops(move: MoveTo): void {
  const latest = useRef(move)
  latest.current = move
  useEffect(
    () =>
      monitorForElements({
        onDrop: ({ source, location }) => {
          const day = location.current.dropTargets[0]?.data['day']
          const record = source.data['calendarRecord']
          if (typeof day === 'string' && isRecord(record)) latest.current(record, day)
        },
      }),
    [],
  )
}

function isRecord(value: unknown): value is WireRecord {
  return typeof value === 'object' && value !== null && 'id' in value && 'version' in value
}
