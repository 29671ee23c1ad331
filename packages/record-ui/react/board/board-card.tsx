import { MoreOutlined } from '@ant-design/icons'
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldUi, general, useLabel, usePhrases } from '@perigon/ui'
import { Button, Dropdown } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { cellFormat, heldFormats, rowFormat, toneClass } from '../../core/format.ts'
import type { Format } from '../../core/list-state.ts'
import { fieldsOnPath, titleOf } from '../../core/meta-index.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { GoLink } from '../frame/go-link.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import type { BoardColumn, Move } from './board-columns.ts'

/** A record on the board. Its menu does by keyboard what dragging does by mouse. */
export function BoardCard(props: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly column: BoardColumn
  readonly columns: readonly BoardColumn[]
  readonly formats: readonly Format[]
  readonly onMove: Move
}) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const { meta, objectWeb } = useRecordUi()
  const { object, record, column } = props
  const [root, isDragged] = useDrag(record, column.key)
  const { CardMark } = objectWeb(object.key)
  const name = titleOf(object, record) || words('untitled')
  const held = heldFormats(props.formats, record)
  const items = props.columns.map((each) => ({ key: each.key, label: each.title, disabled: each.key === column.key }))
  const moveTo = (key: string) => {
    const to = props.columns.find((each) => each.key === key)
    if (to !== undefined) props.onMove(record, to)
  }
  return (
    <li
      ref={root}
      className={`pg-board__card ${isDragged ? 'pg-board__card--dragged' : ''} ${toneClass(rowFormat(held))}`}
      title={rowFormat(held)?.name}
    >
      <div className="pg-board__card-head">
        <GoLink href={`/${object.path}/${record.id}`} draggable={false}>
          {name}
        </GoLink>
        {object.can.update && (
          <Dropdown
            trigger={['click']}
            menu={{ items: [{ key: 'move', type: 'group', label: t('move_to'), children: items }], onClick: ({ key }) => moveTo(key) }}
          >
            <Button type="text" size="small" icon={<MoreOutlined aria-hidden />} aria-label={`${name}: ${t('move_to')}`} />
          </Dropdown>
        )}
      </div>
      {(object.board?.card ?? [])
        .filter((path) => path !== object.title && record[path] !== null && record[path] !== undefined)
        .slice(0, 4)
        .map((path) => {
          const field = fieldsOnPath(meta, object, path).at(-1)
          if (field === undefined) return null
          const { Cell } = fieldUi(field)
          return (
            <div key={path} className={`pg-board__line ${toneClass(cellFormat(held, path))}`}>
              <span className="pg-muted">{label(field.label)}</span>
              <Cell field={field} value={record[path] ?? null} />
            </div>
          )
        })}
      {CardMark !== undefined && <CardMark object={object} record={record} />}
    </li>
  )
}

function useDrag(record: WireRecord, column: string) {
  const root = useRef<HTMLLIElement>(null)
  const [isDragged, setDragged] = useState(false)
  useEffect(() => {
    const element = root.current
    if (element === null) return
    return draggable({
      element,
      getInitialData: () => ({ record, column }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [column, record])
  return [root, isDragged] as const
}
