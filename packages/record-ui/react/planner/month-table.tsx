import { PlusOutlined } from '@ant-design/icons'
import { formatDay, formatNumber, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import type { PlannerModel } from '../../core/planner.ts'
import { plannerPhrases } from '../../phrases/planner-phrases.ts'
import { AddMenu } from './add-menu.tsx'
import { DayHead } from './day-head.tsx'
import { useDayTarget } from './planner-drops.ts'
import { PlannerEntryItem } from './planner-entry.tsx'

const SHOWN = 3

/** A month, a week in each row. */
export function MonthTable({ model }: { readonly model: PlannerModel }) {
  const locale = useLocale()
  const [first = []] = model.weeks
  const weekday = (day: string) =>
    new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
  return (
    <div className="pg-planner__scroll">
      <table className="pg-planner__month">
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
          {model.weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <MonthDay key={day} model={model} day={day} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function MonthDay({ model, day }: { readonly model: PlannerModel; readonly day: string }) {
  const t = usePhrases(plannerPhrases)
  const locale = useLocale()
  const [root, over] = useDayTarget<HTMLTableCellElement>(day, false)
  const entries = model.on(day)
  const shown = entries.length > SHOWN + 1 ? entries.slice(0, SHOWN) : entries
  const classes = [
    model.day(day).isFree && 'pg-planner--free',
    day.slice(0, 7) !== model.at.slice(0, 7) && 'pg-planner--outside',
    over !== null && 'pg-planner--over',
  ]
  return (
    <td ref={root} className={classes.filter(Boolean).join(' ')} data-day={day}>
      <div className="pg-planner__cell">
        <DayHead model={model} day={day} withWeekday={false} />
        {model.adds.length > 0 && (
          <AddMenu adds={model.adds} at={{ day, time: null }}>
            <Button
              type="text"
              size="small"
              className="pg-planner__add"
              icon={<PlusOutlined aria-hidden />}
              aria-label={t('add_on', { day: formatDay(day, locale) })}
            />
          </AddMenu>
        )}
      </div>
      <ul>
        {shown.map((entry) => (
          <PlannerEntryItem key={entry.key} entry={entry} shape="row" />
        ))}
      </ul>
      {entries.length > shown.length && (
        <button type="button" className="pg-planner__more" onClick={() => model.go({ view: 'day', at: day })}>
          {t('more', { n: formatNumber(entries.length - shown.length, locale) })}
        </button>
      )}
    </td>
  )
}
