import { formatDay, useLocale, usePhrases } from '@perigon/ui'
import type { PlannerModel } from '../../core/planner.ts'
import { plannerPhrases } from '../../phrases/planner-phrases.ts'

/** The number of a day, and whether one works on it; a click shows it alone. */
export function DayHead({
  model,
  day,
  withWeekday,
}: {
  readonly model: PlannerModel
  readonly day: string
  readonly withWeekday: boolean
}) {
  const t = usePhrases(plannerPhrases)
  const locale = useLocale()
  const { mark, name, isFree } = model.day(day)
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
  const number = day.endsWith('-01') ? `${Number(day.slice(5, 7))}/1` : String(Number(day.slice(8)))
  return (
    <span className="pg-planner__head">
      <button type="button" aria-current={day === model.now.day ? 'date' : undefined} onClick={() => model.go({ view: 'day', at: day })}>
        {withWeekday && <span className="pg-planner__weekday">{weekday}</span>}
        <time dateTime={day} className="pg-number">
          {number}
        </time>
        <span className="pg-sr">{t('open_day', { day: formatDay(day, locale) })}</span>
      </button>
      {mark !== null && (
        <span className={`pg-planner__mark pg-planner__mark--${mark}`} title={name}>
          <b aria-hidden>{t(mark)}</b>
          <span className="pg-planner__holiday">{name}</span>
          {mark === 'work' && <span className="pg-sr">{t('work_day')}</span>}
        </span>
      )}
      {mark === null && isFree && <span className="pg-sr">{t('free_day')}</span>}
    </span>
  )
}
