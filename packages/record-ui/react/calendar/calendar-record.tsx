import { MoreOutlined } from '@ant-design/icons'
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { WireRecord } from '@perigon/contracts'
import { addDays, general, useFieldContext, usePhrases } from '@perigon/ui'
import { Button, Dropdown } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { dayOf } from '../../core/calendar-days.ts'
import { heldFormats, rowFormat, toneClass } from '../../core/format.ts'
import { titleOf } from '../../core/meta-index.ts'
import { calendarPhrases } from '../../phrases/calendar-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { GoLink } from '../frame/go-link.tsx'
import type { MoveTo } from './calendar-data.ts'

const STEPS: { readonly [key: string]: number } = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
const MOVES = { day_earlier: -1, day_later: 1, week_earlier: -7, week_later: 7 } as const

type RecordProps = {
  readonly model: ListModel
  readonly record: WireRecord
  readonly field: string
  readonly canMove: boolean
  readonly onMove: MoveTo
}

/** A record on its day: dragged by mouse, moved by Shift and an arrow key, or by its menu. */
export function CalendarRecord({ model, record, field, canMove, onMove }: RecordProps) {
  const t = usePhrases(calendarPhrases)
  const words = usePhrases(general)
  const { timeZone } = useFieldContext()
  const [root, isDragged] = useDrag(record, canMove)
  const { object, formats } = model
  const name = titleOf(object, record) || words('untitled')
  const at = dayOf(record[field], timeZone)
  const format = rowFormat(heldFormats(formats, record))
  const moveBy = (days: number) => at !== null && canMove && onMove(record, addDays(at.day, days))
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key]
    if (step === undefined || !event.shiftKey || !canMove) return
    event.preventDefault()
    event.stopPropagation()
    moveBy(step)
  }
  return (
    <li ref={root} className={`pg-calendar__record ${isDragged ? 'pg-calendar__record--dragged' : ''} ${toneClass(format)}`}>
      <GoLink
        href={`/${object.path}/${record.id}`}
        data-record={record.id}
        draggable={false}
        title={format === undefined || format.name === '' ? name : `${name} · ${format.name}`}
        onKeyDown={onKeyDown}
      >
        {typeof at?.time === 'string' && <span className="pg-calendar__time pg-number">{at.time}</span>}
        {name}
        {format !== undefined && format.name !== '' && <span className="pg-sr">, {format.name}</span>}
      </GoLink>
      {canMove && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [{ key: 'move', type: 'group', label: t('move'), children: moveKeys.map((key) => ({ key, label: t(key) })) }],
            onClick: ({ key }) => moveBy(MOVES[moveKeys.find((each) => each === key) ?? 'day_later']),
          }}
        >
          <Button type="text" size="small" icon={<MoreOutlined aria-hidden />} aria-label={`${name}: ${t('move')}`} />
        </Dropdown>
      )}
    </li>
  )
}

const moveKeys = ['day_earlier', 'day_later', 'week_earlier', 'week_later'] as const

function useDrag(record: WireRecord, canMove: boolean) {
  const root = useRef<HTMLLIElement>(null)
  const [isDragged, setDragged] = useState(false)
  useEffect(() => {
    const element = root.current
    if (element === null || !canMove) return
    return draggable({
      element,
      getInitialData: () => ({ calendarRecord: record }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [canMove, record])
  return [root, isDragged] as const
}
