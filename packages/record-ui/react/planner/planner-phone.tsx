import { PlusOutlined } from '@ant-design/icons'
import { formatDay, formatNumber, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import type { PlannerModel } from '../../core/planner.ts'
import { plannerPhrases } from '../../phrases/planner-phrases.ts'
import { AddMenu } from './add-menu.tsx'
import { PlannerEntryItem } from './planner-entry.tsx'

const DOTS = 3

/** On a narrow screen days stand one below the other; a month is dots, with the chosen day below. */
export function PlannerPhone({ model }: { readonly model: PlannerModel }) {
  const days = model.view === 'month' ? [model.at] : model.weeks.flat()
  return (
    <div className="pg-planner__scroll pg-planner__phone">
      {model.view === 'month' && <Dots model={model} />}
      {days.map((day) => (
        <Day key={day} model={model} day={day} />
      ))}
    </div>
  )
}

function Day({ model, day }: { readonly model: PlannerModel; readonly day: string }) {
  const t = usePhrases(plannerPhrases)
  const locale = useLocale()
  const { mark, name } = model.day(day)
  const entries = model.on(day)
  return (
    <section aria-label={formatDay(day, locale)}>
      <h3 className="pg-number" aria-current={day === model.now.day ? 'date' : undefined}>
        {formatDay(day, locale)}
        {mark !== null && (
          <span className={`pg-planner__mark pg-planner__mark--${mark}`}>
            <b>{t(mark)}</b>
            <span className="pg-planner__holiday">{name}</span>
          </span>
        )}
        <span className="pg-grow" />
        {model.adds.length > 0 && (
          <AddMenu adds={model.adds} at={{ day, time: null }}>
            <Button type="text" icon={<PlusOutlined aria-hidden />} aria-label={t('add_on', { day: formatDay(day, locale) })} />
          </AddMenu>
        )}
      </h3>
      {entries.length === 0 && <p className="pg-muted">{t('empty_day')}</p>}
      <ul>
        {entries.map((entry) => (
          <PlannerEntryItem key={entry.key} entry={entry} shape="row" />
        ))}
      </ul>
    </section>
  )
}

function Dots({ model }: { readonly model: PlannerModel }) {
  const t = usePhrases(plannerPhrases)
  const locale = useLocale()
  const weekday = (day: string) =>
    new Intl.DateTimeFormat(locale, { weekday: 'narrow', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
  const classesOf = (day: string): string =>
    ['pg-dots__day', model.day(day).isFree && 'pg-planner--free', day.slice(0, 7) !== model.at.slice(0, 7) && 'pg-planner--outside']
      .filter(Boolean)
      .join(' ')
  return (
    <div className="pg-dots">
      {(model.weeks[0] ?? []).map((day) => (
        <span key={day} className="pg-dots__weekday" aria-hidden>
          {weekday(day)}
        </span>
      ))}
      {model.weeks.flat().map((day) => (
        <button
          key={day}
          type="button"
          className={classesOf(day)}
          aria-pressed={day === model.at}
          aria-current={day === model.now.day ? 'date' : undefined}
          onClick={() => model.go({ at: day })}
        >
          <span className="pg-number">{Number(day.slice(8))}</span>
          <span className="pg-sr">{t('n_on', { day: formatDay(day, locale), n: formatNumber(model.on(day).length, locale) })}</span>
          <span className="pg-dots__dots">
            {model
              .on(day)
              .slice(0, DOTS)
              .map((entry) => (
                <i key={entry.key} className={`pg-dot pg-entry--${entry.tone}`} />
              ))}
          </span>
        </button>
      ))}
    </div>
  )
}
