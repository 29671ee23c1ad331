import { CheckOutlined, DownOutlined, RightOutlined } from '@ant-design/icons'
import type { FieldMeta, ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldText, fieldUi, formatNumber, general, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Checkbox } from 'antd'
import { memo } from 'react'
import { cellFormat, heldFormats, rowFormat, toneClass } from '../../core/format.ts'
import type { Format } from '../../core/list-state.ts'
import { titleOf } from '../../core/meta-index.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { GoLink } from '../frame/go-link.tsx'
import { RecordValue } from '../frame/record-value.tsx'
import { CellEditor } from './cell-editor.tsx'
import type { Column } from './columns.ts'
import type { GridItem } from './grid-items.ts'

export type CellState = { readonly col: number; readonly isEditing: boolean; readonly savedPath: string | null }

export type RowProps = {
  readonly object: ObjectMeta
  readonly columns: readonly Column[]
  readonly record: WireRecord
  readonly formats: readonly Format[]
  readonly index: number
  readonly top: number
  readonly isSelected: boolean
  /** The active cell when it is in this row. */
  readonly active: CellState | null
  readonly onCheck: (record: WireRecord, isRange: boolean) => void
  readonly onActivate: (row: number, col: number) => void
  readonly onMenu: (record: WireRecord) => void
  readonly onEdit: (row: number, col: number) => void
  readonly onEditEnd: (how: { readonly saved: boolean; readonly move: 'stay' | 'next' | 'previous' }) => void
}

/** One record of the list. */
export const GridRow = memo(function GridRow(props: RowProps) {
  const t = usePhrases(listPhrases)
  const { object, record, index, active } = props
  const name = titleOf(object, record)
  const held = heldFormats(props.formats, record)
  const format = rowFormat(held)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.isSelected}
      onContextMenu={(event) => {
        if (event.target instanceof HTMLElement && event.target.closest('a,input,textarea') !== null) return
        event.preventDefault()
        props.onMenu(record)
      }}
      className={`pg-grid__row ${props.isSelected ? 'pg-grid__row--selected' : ''} ${active === null ? '' : 'pg-grid__row--active'} ${toneClass(format)}`}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <div role="gridcell" aria-colindex={1} className="pg-grid__check">
        <Checkbox
          checked={props.isSelected}
          onChange={(event) => props.onCheck(record, event.nativeEvent.shiftKey)}
          aria-label={t('select_row', { name })}
        />
      </div>
      {props.columns.map((column, at) => (
        <Cell
          key={column.path}
          row={props}
          column={column}
          at={at}
          name={name}
          format={cellFormat(held, column.path)}
          rowFormat={column.isTitle ? format : undefined}
        />
      ))}
    </div>
  )
})

type CellProps = {
  readonly row: RowProps
  readonly column: Column
  readonly at: number
  readonly name: string
  readonly format: Format | undefined
  /** Of the row, told where its name stands. */
  readonly rowFormat: Format | undefined
}

function Cell({ row, column, at, name, format, rowFormat: ofRow }: CellProps) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const { object, record, index, active } = row
  const isActive = active?.col === at
  const isEditing = isActive && active.isEditing
  const { Cell: Value, align } = fieldUi(column.field)
  const value = record[column.path] ?? null
  const isMasked = column.field.masked === true && column.fields.length === 1
  return (
    <div
      role="gridcell"
      aria-colindex={at + 2}
      tabIndex={isActive && !isEditing ? 0 : -1}
      data-cell={`${index}:${at}`}
      className={`pg-grid__cell ${column.isTitle ? 'pg-grid__title' : ''} ${align === 'end' ? 'pg-grid__cell--end' : ''} ${column.isEditable ? 'pg-grid__cell--editable' : ''} ${toneClass(format)}`}
      onMouseDown={() => row.onActivate(index, at)}
      onDoubleClick={() => column.isEditable && row.onEdit(index, at)}
    >
      {isEditing ? (
        <CellEditor object={object} record={record} field={column.field} onEnd={row.onEditEnd} />
      ) : column.isTitle ? (
        <GoLink className="pg-grid__link" href={`/${object.path}/${record.id}`} tabIndex={-1} title={name}>
          {name === '' ? words('untitled') : name}
        </GoLink>
      ) : isMasked ? (
        <RecordValue object={object} id={record.id} field={column.field} value={value} />
      ) : (
        value !== null && <Value field={column.field} value={value} />
      )}
      <FormatName formats={[ofRow, format]} />
      {active?.savedPath === column.path && <CheckOutlined className="pg-grid__tick" aria-label={t('cell_saved')} />}
    </div>
  )
}

/** What a colour means, for those who do not see it. */
function FormatName({ formats }: { readonly formats: readonly (Format | undefined)[] }) {
  const names = formats.flatMap((each) => (each === undefined || each.name === '' ? [] : [each.name]))
  return names.length === 0 ? null : <span className="pg-sr">{names.join(', ')}</span>
}

/** The head of a group, or the line that leads to the rest of it. */
export function GroupRow(props: {
  readonly item: Exclude<GridItem, { readonly kind: 'record' }>
  readonly by: Column
  readonly columns: readonly Column[]
  readonly index: number
  readonly top: number
  readonly onToggle: (key: string) => void
}) {
  const words = usePhrases(general)
  const locale = useLocale()
  const { item, by, columns } = props
  const style = { transform: `translateY(${props.top}px)` }
  if (item.kind === 'more') {
    return (
      <div role="row" aria-rowindex={props.index + 2} className="pg-grid__row pg-grid__row--more" style={style}>
        <div role="gridcell" className="pg-grid__span">
          <GoLink href={item.href}>{words('view_all_n', { n: formatNumber(item.rest, locale) })}</GoLink>
        </div>
      </div>
    )
  }
  const { Cell: Value } = fieldUi(by.field)
  const summed = columns.findIndex((each) => each.path in item.sums)
  return (
    <div role="row" aria-rowindex={props.index + 2} className="pg-grid__row pg-grid__row--group" style={style}>
      <div role="gridcell" className="pg-grid__span" style={summed < 1 ? {} : { gridColumn: `1 / ${summed + 2}` }}>
        <button type="button" className="pg-grid__group" aria-expanded={item.isOpen} onClick={() => props.onToggle(item.key)}>
          {item.isOpen ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
          {item.value === null ? <span className="pg-muted">{words('none')}</span> : <Value field={by.field} value={item.value} />}
          <b className="pg-number">{formatNumber(item.count, locale)}</b>
        </button>
      </div>
      {summed >= 1 &&
        columns.slice(summed).map(({ path, field }) => (
          <div key={path} role="gridcell" className="pg-grid__cell pg-grid__cell--end pg-grid__sum pg-number">
            {path in item.sums && <SumCell field={field} sum={item.sums[path] ?? null} />}
          </div>
        ))}
    </div>
  )
}

function SumCell({ field, sum }: { readonly field: FieldMeta; readonly sum: string | number | null }) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const locale = useLocale()
  const context = useFieldContext()
  return <span title={`${t('subtotal')} · ${label(field.label)}`}>{fieldText(field, sum, { locale, context })}</span>
}
