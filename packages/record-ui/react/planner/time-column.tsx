import { formatDay, formatNumber, useLocale, usePhrases } from '@perigon/ui'
import { Popover } from 'antd'
import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import type { PlannerEntry, PlannerModel } from '../../core/planner.ts'
import { DAY_MINUTES, type Gathered, minutesOf, type Placed, placed, timeOf } from '../../core/time-grid.ts'
import { plannerPhrases } from '../../phrases/planner-phrases.ts'
import { AddMenu } from './add-menu.tsx'
import { useDayTarget } from './planner-drops.ts'
import { PlannerEntryItem } from './planner-entry.tsx'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const MORNING = 8
const HALF = 30
/** So many stand beside each other before the rest is gathered. */
const LANES = { day: 8, week: 3, month: 3 } as const

type ColumnProps = { readonly model: PlannerModel; readonly day: string; readonly isFirst: boolean }

const share = (minutes: number): string => `${(minutes / DAY_MINUTES) * 100}%`

/** The hours of one day: what stands in them, the present moment, and empty ones to add something in. */
export function TimeColumn({ model, day, isFirst }: ColumnProps) {
  const t = usePhrases(plannerPhrases)
  const locale = useLocale()
  const [root, over] = useDayTarget<HTMLElement>(day, true)
  const [picked, setPicked] = useState<string | null>(null)
  const { now, adds } = model
  const { shown, rest } = placed(model.on(day), LANES[model.view])
  const pick = (time: string) => {
    const [only] = adds
    if (adds.length === 1 && only !== undefined) only.run({ day, time })
    else setPicked(time)
  }
  return (
    <section
      ref={root}
      className={`pg-hours__day ${model.day(day).isFree ? 'pg-planner--free' : ''}`}
      aria-label={formatDay(day, locale)}
      data-day={day}
    >
      {adds.length > 0 && <Slots day={day} isFirst={isFirst} taken={[...shown, ...rest]} onPick={pick} />}
      <ul>
        {shown.map((each) => (
          <PlannerEntryItem key={each.entry.key} entry={each.entry} shape="block" style={boxOf(each)} />
        ))}
      </ul>
      {rest.map((each) => (
        <Rest key={each.start} rest={each} />
      ))}
      {picked !== null && (
        <AddMenu adds={adds} at={{ day, time: picked }} onClose={() => setPicked(null)}>
          <div className="pg-hours__ghost pg-number" style={{ insetBlockStart: share(minutesOf(picked)), blockSize: share(HALF) }}>
            {picked}
          </div>
        </AddMenu>
      )}
      {over !== null && (
        <div className="pg-hours__drop pg-number" style={{ insetBlockStart: share(over.minute) }}>
          {timeOf(over.minute)}
        </div>
      )}
      {day === now.day && now.time !== null && (
        <div className="pg-hours__now" style={{ insetBlockStart: share(minutesOf(now.time)) }}>
          <span className="pg-sr">{t('now', { time: now.time })}</span>
        </div>
      )}
    </section>
  )
}

/** Those for which there is no room side by side, on request. */
function Rest({ rest }: { readonly rest: Gathered<PlannerEntry> }) {
  const t = usePhrases(plannerPhrases)
  const locale = useLocale()
  return (
    <Popover
      trigger="click"
      content={
        <ul className="pg-hours__list">
          {rest.entry.map((entry) => (
            <PlannerEntryItem key={entry.key} entry={entry} shape="row" />
          ))}
        </ul>
      }
    >
      <button type="button" className="pg-hours__rest" style={boxOf(rest)}>
        <span className="pg-number" aria-hidden>
          +{formatNumber(rest.entry.length, locale)}
        </span>
        <span className="pg-sr">{t('more', { n: formatNumber(rest.entry.length, locale) })}</span>
      </button>
    </Popover>
  )
}

function boxOf({ start, end, lane, lanes }: Placed<unknown>): React.CSSProperties {
  return {
    insetBlockStart: share(start),
    blockSize: share(end - start),
    insetInlineStart: `calc((100% - 10px) * ${lane / lanes} + 2px)`,
    inlineSize: `calc((100% - 10px) * ${1 / lanes} - 2px)`,
  }
}

type SlotsProps = {
  readonly day: string
  readonly isFirst: boolean
  readonly taken: readonly Placed<unknown>[]
  readonly onPick: (time: string) => void
}

/** One button for each hour; of all of them Tab reaches one, the arrows the others. */
function Slots({ day, isFirst, taken, onPick }: SlotsProps) {
  const t = usePhrases(plannerPhrases)
  const locale = useLocale()
  const isTaken = (hour: number): boolean => taken.some(({ start, end }) => start < hour * 60 + 60 && end > hour * 60)
  const first = isFirst ? (HOURS.find((hour) => hour >= MORNING && !isTaken(hour)) ?? MORNING) : null
  const click = (event: MouseEvent<HTMLElement>, hour: number) => {
    const box = event.currentTarget.getBoundingClientRect()
    // A click by keyboard has no place; one in the lower half means half past.
    const isLower = event.detail > 0 && event.clientY - box.top > box.height / 2
    onPick(timeOf(hour * 60 + (isLower ? HALF : 0)))
  }
  return HOURS.map((hour) => (
    <button
      key={hour}
      type="button"
      className="pg-hours__slot"
      data-slot={`${day} ${hour}`}
      tabIndex={hour === first ? 0 : -1}
      aria-label={t('add_at', { at: `${formatDay(day, locale)} ${timeOf(hour * 60)}` })}
      onClick={(event) => click(event, hour)}
      onKeyDown={(event) => walk(event, hour)}
    />
  ))
}

function walk(event: KeyboardEvent<HTMLElement>, hour: number): void {
  if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
  const column = event.currentTarget.closest('.pg-hours__day')
  const beside = { ArrowLeft: column?.previousElementSibling, ArrowRight: column?.nextElementSibling }[event.key]
  const to = event.key === 'ArrowUp' ? hour - 1 : event.key === 'ArrowDown' ? hour + 1 : beside === undefined ? null : hour
  if (to === null) return
  event.preventDefault()
  const within = beside ?? column
  within?.querySelectorAll<HTMLElement>('.pg-hours__slot').item(to)?.focus()
}
