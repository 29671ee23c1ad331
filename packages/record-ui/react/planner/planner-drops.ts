import { dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useRef, useState } from 'react'
import type { PlannerModel } from '../../core/planner.ts'
import { DAY_MINUTES, snapped, timeOf } from '../../core/time-grid.ts'

type Point = { readonly clientY: number }

/** Where on a column of hours something is held: the minute of its upper edge. */
function minuteAt(element: Element, point: Point, grabbed: unknown): number {
  const box = element.getBoundingClientRect()
  const top = point.clientY - (typeof grabbed === 'number' ? grabbed : 0) - box.top
  return snapped((top / box.height) * DAY_MINUTES)
}

/** A day things can be dropped on; among hours also the minute over which they are held. */
export function useDayTarget<E extends HTMLElement>(day: string, hasHours: boolean) {
  const root = useRef<E>(null)
  const [over, setOver] = useState<{ readonly minute: number } | null>(null)
  useEffect(() => {
    const element = root.current
    if (element === null) return
    const isOurs = (data: { readonly [key: string]: unknown }): boolean => typeof data['plannerKey'] === 'string'
    return dropTargetForElements({
      element,
      getData: ({ input, source }) => ({
        day,
        time: hasHours ? timeOf(minuteAt(element, input, source.data['isTimed'] === true ? source.data['grabbed'] : 0)) : null,
      }),
      canDrop: ({ source }) => isOurs(source.data),
      onDrag: ({ self, source, location }) => {
        const grabbed = source.data['isTimed'] === true ? source.data['grabbed'] : 0
        const minute = hasHours ? minuteAt(self.element, location.current.input, grabbed) : 0
        setOver((before) => (before?.minute === minute ? before : { minute }))
      },
      onDragLeave: () => setOver(null),
      onDrop: () => setOver(null),
    })
  }, [day, hasHours])
  return [root, over] as const
}

/** Moves what is dropped. What is about whole days keeps no time, what has a time keeps it on a place without hours. */
export function usePlannerDrops(model: PlannerModel): void {
  const latest = useRef(model)
  latest.current = model
  useEffect(
    () =>
      monitorForElements({
        onDrop: ({ source, location }) => {
          const { day, time } = location.current.dropTargets[0]?.data ?? {}
          const { weeks, on } = latest.current
          const entry = weeks
            .flat()
            .flatMap(on)
            .find((each) => each.key === source.data['plannerKey'])
          if (entry === undefined || typeof day !== 'string') return
          entry.move?.({ day, time: typeof time === 'string' ? time : entry.at.time })
        },
      }),
    [],
  )
}
