import { useLocale, usePhrases } from '@perigon/ui'
import type { KeyboardEvent } from 'react'
import type { Exception } from './work-calendar.queries.ts'
import { workCalendarPhrases } from './work-calendar-phrases.ts'
import { type DayOfYear, initials } from './year.ts'

type MonthProps = {
  readonly days: readonly DayOfYear[]
  readonly exceptions: ReadonlyMap<string, Exception>
  readonly today: string
  /** The one day of the year that Tab reaches; arrows go on from there. */
  readonly focused: string
  readonly mayChange: boolean
  readonly onFocus: (day: string) => void
  readonly onToggle: (day: DayOfYear) => void
}

const STEPS: { readonly [key: string]: number } = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** One month, Monday first; days off and worked weekend days are marked by letter and colour. */
export function MonthGrid({ days, exceptions, today, focused, mayChange, onFocus, onToggle }: MonthProps) {
  const locale = useLocale()
  const [first] = days
  if (first === undefined) return null
  const name = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(new Date(`${first.date}T00:00:00Z`))
  const move = (event: KeyboardEvent<HTMLElement>, day: DayOfYear) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = new Date(Date.parse(`${day.date}T00:00:00Z`) + step * 86_400_000).toISOString().slice(0, 10)
    if (next.slice(0, 4) !== day.date.slice(0, 4)) return
    onFocus(next)
    document.getElementById(`day-${next}`)?.focus()
  }
  return (
    <section className="pg-month" aria-label={name}>
      <h2>{name}</h2>
      <div className="pg-month__grid">
        {initials(locale).map((initial, index) => (
          <span key={index} className="pg-month__head" aria-hidden>
            {initial}
          </span>
        ))}
        {days.map((day) => (
          <Day
            key={day.date}
            day={day}
            exception={exceptions.get(day.date)}
            isToday={day.date === today}
            isFocused={day.date === focused}
            mayChange={mayChange}
            onFocus={() => onFocus(day.date)}
            onKey={(event) => move(event, day)}
            onToggle={() => onToggle(day)}
          />
        ))}
      </div>
    </section>
  )
}

type DayProps = {
  readonly day: DayOfYear
  readonly exception: Exception | undefined
  readonly isToday: boolean
  readonly isFocused: boolean
  readonly mayChange: boolean
  readonly onFocus: () => void
  readonly onKey: (event: KeyboardEvent<HTMLElement>) => void
  readonly onToggle: () => void
}

function Day({ day, exception, isToday, isFocused, mayChange, onFocus, onKey, onToggle }: DayProps) {
  const t = usePhrases(workCalendarPhrases)
  const locale = useLocale()
  const works = exception === undefined ? day.worksByWeek : exception.kind === 'work'
  const why = exception === undefined ? '' : locale === 'zh-CN' ? exception.name : exception.nameEn
  // Written out, so that the number on the day is a word of its name: who speaks to the machine says what they read.
  const name = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(`${day.date}T00:00:00Z`))
  const label = [name, t(works ? 'worked' : 'free'), why].filter((part) => part !== '').join(' · ')
  const tone = exception?.kind ?? (works ? 'plain' : 'weekend')
  return (
    <button
      type="button"
      id={`day-${day.date}`}
      className={`pg-day pg-day--${tone}${isToday ? ' pg-day--today' : ''}`}
      style={day.column === null ? {} : { gridColumnStart: day.column }}
      data-mark={exception === undefined ? undefined : t(exception.kind)}
      title={label}
      aria-label={label}
      aria-pressed={!works}
      aria-disabled={!mayChange}
      aria-current={isToday ? 'date' : undefined}
      tabIndex={isFocused ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKey}
      onClick={mayChange ? onToggle : undefined}
    >
      {Number(day.date.slice(8))}
    </button>
  )
}
