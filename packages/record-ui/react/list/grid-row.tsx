import { CheckOutlined, DownOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons'
import type { FieldMeta, ObjectMeta, WireRecord } from '@perigon/contracts'
import { fieldText, fieldUi, formatNumber, general, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { type HTMLAttributes, memo } from 'react'
import { cellFormat, heldFormats, rowFormat, toneClass } from '../../core/format.ts'
import type { Format } from '../../core/list-state.ts'
import { titleOf } from '../../core/meta-index.ts'
import { type CellNote, isDraft, type RowNotes } from '../../core/sheet-notes.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'
import { SheetCatcher } from '../sheet/sheet-catcher.tsx'
import { GoLink } from '../frame/go-link.tsx'
import { CellEditor } from './cell-editor.tsx'
import type { Column } from './columns.ts'
import type { GridItem } from './grid-items.ts'
import { GroupName } from './group-name.tsx'
import { CellContent, NotedText } from './cell-content.tsx'
import type { CellState, SheetHands } from './grid-props.ts'

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
  /** What was typed into cells of this row and is not in the record. */
  readonly notes: RowNotes | undefined
  /** First and last column of the chosen range in this row; -1: none. */
  readonly from: number
  readonly to: number
  /** The list is a spreadsheet: what mouse and text do. */
  readonly hands: SheetHands | null
  /** What is being typed into the active cell. */
  readonly typing: string | null
  readonly onCheck: (record: WireRecord, isRange: boolean) => void
  readonly onActivate: (row: number, col: number) => void
  readonly onMenu: (record: WireRecord) => void
  readonly onEdit: (row: number, col: number) => void
  readonly onEditEnd: (how: { readonly saved: boolean; readonly move: 'stay' | 'next' | 'previous' }) => void
}

/** One record of the list. */
export const GridRow = memo(function GridRow(props: RowProps) {
  const t = usePhrases(listPhrases)
  const s = usePhrases(sheetPhrases)
  const { object, record, index, active } = props
  const isNew = isDraft(record)
  const name = isNew ? s('new_row') : titleOf(object, record)
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
        if (!isNew) props.onMenu(record)
      }}
      className={`pg-grid__row ${props.isSelected ? 'pg-grid__row--selected' : ''} ${active === null ? '' : 'pg-grid__row--active'} ${toneClass(format)}`}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <div role="gridcell" aria-colindex={1} className="pg-grid__check">
        {isNew ? (
          <PlusOutlined className="pg-muted" title={name} aria-label={name} />
        ) : (
          <input
            type="checkbox"
            checked={props.isSelected}
            onChange={({ nativeEvent }) => props.onCheck(record, 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true)}
            aria-label={t('select_row', { name })}
          />
        )}
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
  const { object, record, index, active, hands } = row
  const isActive = active?.col === at
  const isEditing = isActive && active.isEditing
  const note = row.notes?.[column.path]
  const inRange = at >= row.from && at <= row.to
  return (
    <div
      role="gridcell"
      aria-colindex={at + 2}
      aria-invalid={note !== undefined && note.message !== null ? true : undefined}
      aria-selected={hands === null ? undefined : inRange}
      tabIndex={isActive && !isEditing && hands === null ? 0 : -1}
      data-cell={`${index}:${at}`}
      className={`${classOf(column, { note, inRange })} ${toneClass(format)}`}
      title={note?.message ?? undefined}
      {...mouseOf(row, at, isEditing)}
      onDoubleClick={() => column.isEditable && !isDraft(record) && note === undefined && row.onEdit(index, at)}
    >
      {isEditing ? (
        <CellEditor object={object} record={record} field={column.field} onEnd={row.onEditEnd} />
      ) : note !== undefined ? (
        <NotedText note={note} />
      ) : (
        <CellContent object={object} record={record} column={column} isPlain={hands !== null || isDraft(record)} />
      )}
      {isActive && !isEditing && hands !== null && (
        <Catcher hands={hands} name={name} record={record} column={column} note={note} typing={row.typing} />
      )}
      <FormatName formats={[ofRow, format]} />
      {active?.savedPath === column.path && <CheckOutlined className="pg-grid__tick" aria-label={t('cell_saved')} />}
    </div>
  )
}

function classOf(column: Column, { note, inRange }: { readonly note: CellNote | undefined; readonly inRange: boolean }): string {
  return [
    'pg-grid__cell',
    ...(column.isTitle ? ['pg-grid__title'] : []),
    ...(fieldUi(column.field).align === 'end' ? ['pg-grid__cell--end'] : []),
    ...(column.isEditable ? ['pg-grid__cell--editable'] : []),
    ...(note === undefined ? [] : [note.message === null ? 'pg-grid__cell--waiting' : 'pg-grid__cell--fault']),
    ...(inRange ? ['pg-grid__cell--range'] : []),
  ].join(' ')
}

function mouseOf(row: RowProps, at: number, isEditing: boolean): Pick<HTMLAttributes<HTMLDivElement>, 'onMouseDown' | 'onMouseEnter'> {
  const { hands, index } = row
  if (hands === null) return { onMouseDown: () => row.onActivate(index, at) }
  if (isEditing) return {}
  return {
    onMouseDown: (event) => {
      if (event.button !== 0 || (event.target instanceof HTMLTextAreaElement && row.typing !== null)) return
      // The text field in the chosen cell keeps the focus.
      event.preventDefault()
      hands.press({ row: index, col: at }, event.shiftKey)
    },
    onMouseEnter: (event) => {
      if (event.buttons === 1) hands.drag({ row: index, col: at })
    },
  }
}

function Catcher(props: {
  readonly hands: SheetHands
  readonly name: string
  readonly record: WireRecord
  readonly column: Column
  readonly note: CellNote | undefined
  readonly typing: string | null
}) {
  const s = usePhrases(sheetPhrases)
  const label = useLabel()
  const locale = useLocale()
  const context = useFieldContext()
  const { column, note, record } = props
  const shown = note?.text ?? fieldText(column.field, record[column.path], { locale, context })
  const value = `${shown === '' ? s('empty') : shown}${note?.message === null || note === undefined ? '' : ` · ${note.message}`}`
  return (
    <SheetCatcher
      label={s('cell', { name: props.name, field: label(column.field.label), value })}
      typing={props.typing}
      hands={props.hands}
    />
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
  /** Drawn once more above the rows of its group. */
  readonly isCopy?: boolean
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
  const summed = columns.findIndex((each) => each.path in item.sums)
  return (
    <div role="row" aria-rowindex={props.index + 2} className="pg-grid__row pg-grid__row--group" style={style}>
      <div role="gridcell" className="pg-grid__span" style={summed < 1 ? {} : { gridColumn: `1 / ${summed + 2}` }}>
        <button
          type="button"
          className="pg-grid__group"
          tabIndex={props.isCopy === true ? -1 : undefined}
          aria-expanded={item.isOpen}
          onClick={() => props.onToggle(item.key)}
        >
          {item.isOpen ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
          <GroupName by={by} value={item.value} />
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
