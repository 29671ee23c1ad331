import { PlusOutlined } from '@ant-design/icons'
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { formatDay, formatNumber, general, Skeleton, useLocale, usePhrases } from '@perigon/ui'
import { Button, Popover } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { listHref } from '../../core/list-state.ts'
import { calendarPhrases } from '../../phrases/calendar-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { GoLink } from '../frame/go-link.tsx'
import { type CalendarData, canMove, type MoveTo, useDay } from './calendar-data.ts'
import { CalendarRecord } from './calendar-record.tsx'

const SHOWN = { month: 3, week: 30 } as const

type DayProps = {
  readonly model: ListModel
  readonly data: CalendarData
  readonly day: string
  readonly onMove: MoveTo
  readonly onAdd: ((day: string) => void) | null
}

/** One day: the first few of its records, how many more there are, and a place to drop others. */
export function CalendarDay({ model, data, day, onMove, onAdd }: DayProps) {
  const t = usePhrases(calendarPhrases)
  const locale = useLocale()
  const [root, isOver] = useDropTarget(day)
  const { span } = model.config
  const shown = data.on(day).slice(0, SHOWN[span])
  const rest = data.count(day) - shown.length
  const isOutside = span === 'month' && day.slice(0, 7) !== data.at.slice(0, 7)
  const classes = ['pg-calendar__day', isOver && 'pg-calendar__day--over', isOutside && 'pg-calendar__day--outside']
  return (
    <td ref={root} className={classes.filter(Boolean).join(' ')} data-day={day}>
      <div className="pg-calendar__head">
        <time dateTime={day} aria-current={day === data.today ? 'date' : undefined} className="pg-number">
          <span aria-hidden>{day.endsWith('-01') ? `${Number(day.slice(5, 7))}/1` : Number(day.slice(8))}</span>
          <span className="pg-sr">{formatDay(day, locale)}</span>
        </time>
        {onAdd !== null && (
          <Button
            type="text"
            size="small"
            className="pg-calendar__add"
            icon={<PlusOutlined aria-hidden />}
            aria-label={t('add_on', { day: formatDay(day, locale) })}
            onClick={() => onAdd(day)}
          />
        )}
      </div>
      <ul>
        {shown.map((record) => (
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
      {rest > 0 && <Rest model={model} data={data} day={day} rest={rest} onMove={onMove} />}
    </td>
  )
}

function Rest(props: Omit<DayProps, 'onAdd'> & { readonly rest: number }) {
  const t = usePhrases(calendarPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const [isOpen, setOpen] = useState(false)
  const { model, data, day } = props
  const count = data.count(day)
  const whole = useDay(model, { key: data.field.key, day, isOpen })
  const records = whole.data?.data ?? []
  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      title={t('day_all', { day: formatDay(day, locale), n: formatNumber(count, locale) })}
      content={
        <div className="pg-calendar__whole">
          {whole.isPending && <Skeleton shape="lines" rows={4} />}
          <ul>
            {records.map((record) => (
              <CalendarRecord
                key={record.id}
                model={model}
                record={record}
                field={data.field.key}
                canMove={canMove(model, data.field)}
                onMove={props.onMove}
              />
            ))}
          </ul>
          {count > records.length && !whole.isPending && (
            <GoLink href={listHref(model.object, whole.filter)}>{words('view_all_n', { n: formatNumber(count, locale) })}</GoLink>
          )}
        </div>
      }
    >
      <button type="button" className="pg-calendar__more">
        {t('more', { n: formatNumber(props.rest, locale) })}
      </button>
    </Popover>
  )
}

function useDropTarget(day: string) {
  const root = useRef<HTMLTableCellElement>(null)
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const element = root.current
    if (element === null) return
    return dropTargetForElements({
      element,
      getData: () => ({ day }),
      canDrop: ({ source }) => source.data['calendarRecord'] !== undefined,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [day])
  return [root, isOver] as const
}
