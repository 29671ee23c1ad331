import { type PointerEvent, useState } from 'react'
import type { PlannerEntry } from '../../core/planner.ts'
import { DAY_MINUTES, minutesOf, resized, timeOf } from '../../core/time-grid.ts'

/** Where it was taken, how high a day is there, and how long the entry is now. */
type Pull = { readonly from: number; readonly day: number; readonly minutes: number }

/** The lower edge of an entry among hours: pulled by mouse or finger it makes the entry longer or shorter. Keys and menu do the same. */
export function PlannerGrip({ entry }: { readonly entry: PlannerEntry }) {
  const [pull, setPull] = useState<Pull | null>(null)
  const { time } = entry.at
  const { resize, minutes } = entry
  if (resize === null || time === null) return null
  const begin = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    const day = event.currentTarget.closest('.pg-hours__day')?.getBoundingClientRect().height ?? DAY_MINUTES
    setPull({ from: event.clientY, day, minutes })
  }
  const go = (event: PointerEvent<HTMLElement>) => {
    if (pull === null) return
    setPull({ ...pull, minutes: resized(time, minutes, ((event.clientY - pull.from) / pull.day) * DAY_MINUTES) })
  }
  const end = () => {
    if (pull !== null && pull.minutes !== minutes) resize(pull.minutes)
    setPull(null)
  }
  return (
    <span
      className="pg-entry__grip"
      aria-hidden
      onPointerDown={begin}
      onPointerMove={go}
      onPointerUp={end}
      onPointerCancel={() => setPull(null)}
    >
      {pull !== null && (
        <span className="pg-entry__until pg-number" style={{ translate: `0 ${((pull.minutes - minutes) / DAY_MINUTES) * pull.day}px` }}>
          {timeOf(minutesOf(time) + pull.minutes)}
        </span>
      )}
    </span>
  )
}
