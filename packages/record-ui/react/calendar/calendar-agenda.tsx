import { formatDay, formatNumber, general, useLocale, usePhrases } from '@perigon/ui'
import { listHref } from '../../core/list-state.ts'
import { calendarPhrases } from '../../phrases/calendar-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { GoLink } from '../frame/go-link.tsx'
import { type CalendarData, canMove, type MoveTo } from './calendar-data.ts'
import { CalendarRecord } from './calendar-record.tsx'

/** The same days one below the other, for a narrow screen: those that have something, and today. */
export function CalendarAgenda({
  model,
  data,
  onMove,
}: {
  readonly model: ListModel
  readonly data: CalendarData
  readonly onMove: MoveTo
}) {
  const t = usePhrases(calendarPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const days = data.days.weeks.flat().filter((day) => data.count(day) > 0)
  return (
    <div className="pg-agenda">
      {days.length === 0 && <p className="pg-muted">{t('empty')}</p>}
      {days.map((day) => (
        <section key={day} aria-label={formatDay(day, locale)}>
          <h3 className="pg-number" aria-current={day === data.today ? 'date' : undefined}>
            {formatDay(day, locale)}
            <span className="pg-count">{formatNumber(data.count(day), locale)}</span>
          </h3>
          <ul>
            {data.on(day).map((record) => (
              <CalendarRecord
                key={record.id}
                model={model}
                record={record}
                field={data.field.key}
                canMove={canMove(model, data.field)}
                onMove={onMove}
              />
            ))}
          </ul>
          {data.count(day) > data.on(day).length && (
            <p>
              <GoLink href={listHref(model.object, data.filterOf(day))}>
                {words('view_all_n', { n: formatNumber(data.count(day), locale) })}
              </GoLink>
            </p>
          )}
        </section>
      ))}
    </div>
  )
}
