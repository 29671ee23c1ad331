import { usePhrases } from '@perigon/ui'
import { useEffect, useRef } from 'react'
import type { PlannerModel } from '../../core/planner.ts'
import { minutesOf, timeOf } from '../../core/time-grid.ts'
import { plannerPhrases } from '../../phrases/planner-phrases.ts'
import { DayHead } from './day-head.tsx'
import { useDayTarget } from './planner-drops.ts'
import { PlannerEntryItem } from './planner-entry.tsx'
import { TimeColumn } from './time-column.tsx'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const MORNING = 8
/** The label of the first hour stands half above its line. */
const ABOVE = 10

/** Days side by side with their hours, and above them what is about a whole day. */
export function TimeGrid({ model }: { readonly model: PlannerModel }) {
  const t = usePhrases(plannerPhrases)
  const days = model.weeks.flat()
  const scroll = useMorningInView(model)
  return (
    <div ref={scroll} className="pg-planner__scroll">
      <div className={`pg-hours pg-hours--${model.view}`} style={{ '--pg-days': days.length }}>
        <div className="pg-hours__top">
          <span className="pg-hours__corner">{t('all_day')}</span>
          {days.map((day) => (
            <WholeDay key={day} model={model} day={day} />
          ))}
        </div>
        <div className="pg-hours__axis pg-number" aria-hidden>
          {HOURS.map((hour) => (
            <span key={hour}>{hour === 0 ? '' : timeOf(hour * 60)}</span>
          ))}
        </div>
        {days.map((day, index) => (
          <TimeColumn key={day} model={model} day={day} isFirst={index === 0} />
        ))}
      </div>
    </div>
  )
}

function WholeDay({ model, day }: { readonly model: PlannerModel; readonly day: string }) {
  const [root, over] = useDayTarget<HTMLDivElement>(day, false)
  const entries = model.on(day).filter((entry) => entry.at.time === null)
  const classes = ['pg-hours__whole', model.day(day).isFree && 'pg-planner--free', over !== null && 'pg-planner--over']
  return (
    <div ref={root} className={classes.filter(Boolean).join(' ')}>
      <DayHead model={model} day={day} withWeekday />
      {entries.length > 0 && (
        <ul>
          {entries.map((entry) => (
            <PlannerEntryItem key={entry.key} entry={entry} shape="row" />
          ))}
        </ul>
      )}
    </div>
  )
}

/** Opened at the hours people work, or a little before the present one when that is earlier; going on keeps the place. */
function useMorningInView({ now, weeks }: PlannerModel) {
  const root = useRef<HTMLDivElement>(null)
  const hour = weeks.flat().includes(now.day) && now.time !== null ? Math.floor(minutesOf(now.time) / 60) - 1 : MORNING
  const first = useRef(Math.max(Math.min(hour, MORNING), 0))
  useEffect(() => {
    const element = root.current
    const column = element?.querySelector('.pg-hours__axis')
    if (element === null || column === null || column === undefined) return
    element.scrollTop = (first.current / 24) * column.getBoundingClientRect().height - ABOVE
  }, [])
  return root
}
