import { MoreOutlined } from '@ant-design/icons'
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { addDays, usePhrases } from '@perigon/ui'
import { Button, Dropdown } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { PlannerAt, PlannerEntry } from '../../core/planner.ts'
import { minutesOf, resized, timeOf } from '../../core/time-grid.ts'
import { plannerPhrases } from '../../phrases/planner-phrases.ts'
import { GoLink } from '../frame/go-link.tsx'
import { PlannerGrip } from './planner-grip.tsx'

const HALF = 30
const STEPS = {
  day_earlier: { days: -1, minutes: 0 },
  day_later: { days: 1, minutes: 0 },
  week_earlier: { days: -7, minutes: 0 },
  week_later: { days: 7, minutes: 0 },
  half_earlier: { days: 0, minutes: -HALF },
  half_later: { days: 0, minutes: HALF },
} as const
type Step = keyof typeof STEPS

const ROW_KEYS: { readonly [key: string]: Step } = {
  ArrowLeft: 'day_earlier',
  ArrowRight: 'day_later',
  ArrowUp: 'week_earlier',
  ArrowDown: 'week_later',
}
const BLOCK_KEYS: { readonly [key: string]: Step } = { ...ROW_KEYS, ArrowUp: 'half_earlier', ArrowDown: 'half_later' }

const LENGTH_KEYS: { readonly [key: string]: 1 | -1 } = { ArrowUp: -1, ArrowDown: 1 }
const QUARTER = 15

/** How long an entry lasts when it is made a quarter of an hour longer or shorter; null where it has no length. */
function lengthened({ at, minutes, resize }: PlannerEntry, by: 1 | -1 | undefined): number | null {
  return by === undefined || resize === null || at.time === null ? null : resized(at.time, minutes, by * QUARTER)
}

type EntryProps = {
  readonly entry: PlannerEntry
  /** A line of a list, or a block among hours. */
  readonly shape: 'row' | 'block'
  readonly style?: React.CSSProperties
}

/** Something on its day: opened by a click, dragged by mouse, moved by Shift and an arrow key, or by its menu. */
export function PlannerEntryItem({ entry, shape, style }: EntryProps) {
  const t = usePhrases(plannerPhrases)
  const [root, isDragged] = useDrag(entry)
  const { move } = entry
  const notes = [entry.isPlanned ? t('planned') : '', entry.isDone ? t('done') : '', ...entry.notes].filter((note) => note !== '')
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const length = event.shiftKey && event.altKey ? lengthened(entry, LENGTH_KEYS[event.key]) : null
    if (length !== null) {
      event.preventDefault()
      event.stopPropagation()
      return entry.resize?.(length)
    }
    const step = (shape === 'block' ? BLOCK_KEYS : ROW_KEYS)[event.key]
    if (step === undefined || !event.shiftKey || move === null) return
    event.preventDefault()
    event.stopPropagation()
    move(stepped(entry.at, step))
  }
  const classes = [
    'pg-entry',
    `pg-entry--${shape}`,
    `pg-entry--${entry.tone}`,
    entry.isDone && 'pg-entry--done',
    entry.isPlanned && 'pg-entry--planned',
    isDragged && 'pg-entry--dragged',
    move !== null && 'pg-entry--movable',
  ]
  return (
    <li ref={root} className={classes.filter(Boolean).join(' ')} style={style}>
      <GoLink
        href={entry.href}
        data-entry={entry.key}
        draggable={false}
        title={[entry.at.time, entry.kind, entry.title, entry.about, ...notes].filter((part) => part !== null).join(' · ')}
        onKeyDown={onKeyDown}
      >
        <span className="pg-entry__icon">{entry.icon}</span>
        <span className="pg-sr">{entry.kind}: </span>
        {entry.at.time !== null && <span className="pg-entry__time pg-number">{entry.at.time}</span>}
        <span className="pg-entry__title">{entry.title}</span>
        {entry.about !== null && <span className="pg-entry__about">{entry.about}</span>}
        {notes.length > 0 && <span className="pg-sr">, {notes.join(', ')}</span>}
      </GoLink>
      {move !== null && <MoveMenu entry={entry} move={move} />}
      {shape === 'block' && <PlannerGrip entry={entry} />}
    </li>
  )
}

function MoveMenu({ entry, move }: { readonly entry: PlannerEntry; readonly move: (at: PlannerAt) => void }) {
  const t = usePhrases(plannerPhrases)
  const steps: readonly Step[] = [
    'day_earlier',
    'day_later',
    'week_earlier',
    'week_later',
    ...(entry.at.time === null ? [] : (['half_earlier', 'half_later'] as const)),
  ]
  const lengths = lengthened(entry, 1) === null ? [] : (['longer', 'shorter'] as const)
  const choice = entry.choose === null ? [] : [{ key: 'choose', label: t('choose') }]
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'move',
            type: 'group',
            label: t('move'),
            children: [...[...steps, ...lengths].map((key) => ({ key, label: t(key) })), ...choice],
          },
        ],
        onClick: ({ key }) => {
          const step = steps.find((each) => each === key)
          const length = key === 'longer' ? lengthened(entry, 1) : key === 'shorter' ? lengthened(entry, -1) : null
          if (length !== null) entry.resize?.(length)
          else if (key === 'shorter' || key === 'longer') return
          else if (step === undefined) entry.choose?.()
          else move(stepped(entry.at, step))
        },
      }}
    >
      <Button
        type="text"
        size="small"
        className="pg-entry__menu"
        icon={<MoreOutlined aria-hidden />}
        aria-label={`${entry.title}: ${t('move')}`}
      />
    </Dropdown>
  )
}

function stepped(at: PlannerAt, step: Step): PlannerAt {
  const { days, minutes } = STEPS[step]
  return { day: addDays(at.day, days), time: at.time === null ? null : minutes === 0 ? at.time : timeOf(minutesOf(at.time) + minutes) }
}

function useDrag(entry: PlannerEntry) {
  const root = useRef<HTMLLIElement>(null)
  const latest = useRef(entry)
  latest.current = entry
  const [isDragged, setDragged] = useState(false)
  const isMovable = entry.move !== null
  useEffect(() => {
    const element = root.current
    if (element === null || !isMovable) return
    return draggable({
      element,
      // The lower edge changes the length.
      canDrag: ({ input }) => document.elementFromPoint(input.clientX, input.clientY)?.matches('.pg-entry__grip') !== true,
      getInitialData: ({ input }) => ({
        plannerKey: latest.current.key,
        grabbed: input.clientY - element.getBoundingClientRect().top,
        isTimed: latest.current.at.time !== null,
      }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [isMovable])
  return [root, isDragged] as const
}
