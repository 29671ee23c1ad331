import { ArrowDownOutlined, ArrowUpOutlined, DownOutlined } from '@ant-design/icons'
import { fieldUi, useLabel, usePhrases } from '@perigon/ui'
import { Checkbox, Dropdown, type MenuProps } from 'antd'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { listPhrases } from '../../phrases/record-phrases.ts'
import type { Column } from './columns.ts'

export type HeaderActions = {
  readonly sort: readonly string[]
  readonly onSort: (path: string, direction: 'asc' | 'desc' | null) => void
  readonly onMove: (path: string, to: number) => void
  readonly onHide: (path: string) => void
  readonly onGroup: (path: string) => void
  readonly onWidth: (path: string, width: number) => void
}

/** The head of the list: sort by click, menu, width by drag or arrow keys, order by drag or menu. */
export function GridHeader(props: {
  readonly columns: readonly Column[]
  readonly actions: HeaderActions
  readonly check: { readonly all: boolean; readonly some: boolean; readonly onChange: () => void }
}) {
  const t = usePhrases(listPhrases)
  const { columns, actions, check } = props
  return (
    <div role="rowgroup" className="pg-grid__head">
      <div role="row" aria-rowindex={1} className="pg-grid__row pg-grid__row--head">
        <div role="columnheader" aria-colindex={1} className="pg-grid__check">
          <Checkbox
            checked={check.all}
            indeterminate={check.some && !check.all}
            onChange={check.onChange}
            aria-label={t('select_loaded')}
          />
        </div>
        {columns.map((column, index) => (
          <HeaderCell key={column.path} column={column} index={index} count={columns.length} actions={actions} />
        ))}
      </div>
    </div>
  )
}

function HeaderCell({
  column,
  index,
  count,
  actions,
}: {
  readonly column: Column
  readonly index: number
  readonly count: number
  readonly actions: HeaderActions
}) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const name = column.fields.map((each) => label(each.label)).join(' › ')
  const direction = actions.sort.includes(column.path) ? 'asc' : actions.sort.includes(`-${column.path}`) ? 'desc' : null
  const isSortable = column.field.sortable
  const menu = useColumnMenu(column, { direction, index, count })
  const run = (key: string) => {
    if (key === 'asc' || key === 'desc') actions.onSort(column.path, key)
    else if (key === 'none') actions.onSort(column.path, null)
    else if (key === 'group') actions.onGroup(column.path)
    else if (key === 'hide') actions.onHide(column.path)
    else actions.onMove(column.path, key === 'left' ? index - 1 : index + 1)
  }
  return (
    <div
      role="columnheader"
      aria-colindex={index + 2}
      {...(direction === null ? {} : { 'aria-sort': direction === 'asc' ? ('ascending' as const) : ('descending' as const) })}
      className={`pg-grid__th ${column.isTitle ? 'pg-grid__title' : ''} ${fieldUi(column.field).align === 'end' ? 'pg-grid__cell--end' : ''}`}
      tabIndex={-1}
      draggable={!column.isTitle}
      onDragStart={(event) => event.dataTransfer.setData('text/x-perigon-column', column.path)}
      onDragOver={(event) => event.dataTransfer.types.includes('text/x-perigon-column') && !column.isTitle && event.preventDefault()}
      onDrop={(event) => {
        const path = event.dataTransfer.getData('text/x-perigon-column')
        if (path !== '' && path !== column.path) actions.onMove(path, index)
      }}
    >
      <button
        type="button"
        className="pg-grid__sort"
        disabled={!isSortable}
        onClick={() => actions.onSort(column.path, direction === null ? 'asc' : direction === 'asc' ? 'desc' : null)}
      >
        <span>{name}</span>
        {direction === 'asc' && <ArrowUpOutlined aria-hidden />}
        {direction === 'desc' && <ArrowDownOutlined aria-hidden />}
      </button>
      <Dropdown trigger={['click']} menu={{ items: menu, onClick: ({ key }) => run(key) }}>
        <button type="button" className="pg-grid__menu" aria-label={t('column_menu', { name })}>
          <DownOutlined aria-hidden />
        </button>
      </Dropdown>
      <Resizer name={name} width={column.width} onWidth={(width) => actions.onWidth(column.path, width)} />
    </div>
  )
}

function useColumnMenu(
  column: Column,
  { direction, index, count }: { readonly direction: 'asc' | 'desc' | null; readonly index: number; readonly count: number },
): NonNullable<MenuProps['items']> {
  const t = usePhrases(listPhrases)
  return [
    ...(column.field.sortable
      ? [
          { key: 'asc', label: t('sort_asc') },
          { key: 'desc', label: t('sort_desc') },
        ]
      : []),
    ...(direction === null ? [] : [{ key: 'none', label: t('sort_none') }]),
    ...(column.field.groupable && column.fields.length === 1 ? [{ key: 'group', label: t('group_column') }] : []),
    { key: 'left', label: t('move_left'), disabled: index <= 1 || column.isTitle },
    { key: 'right', label: t('move_right'), disabled: index === count - 1 || column.isTitle },
    { key: 'hide', label: t('hide_column'), disabled: column.isTitle },
  ]
}

function Resizer({ name, width, onWidth }: { readonly name: string; readonly width: number; readonly onWidth: (width: number) => void }) {
  const t = usePhrases(listPhrases)
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const clamp = (value: number) => Math.max(64, Math.min(640, Math.round(value)))
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    event.stopPropagation()
    onWidth(clamp(width + (event.key === 'ArrowLeft' ? -16 : 16)))
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('resize', { name })}
      aria-valuenow={width}
      aria-valuemin={64}
      aria-valuemax={640}
      tabIndex={0}
      className="pg-grid__resizer"
      onPointerDown={onPointerDown}
      onPointerMove={(event) => start.current !== null && onWidth(clamp(start.current.width + event.clientX - start.current.x))}
      onPointerUp={() => {
        start.current = null
      }}
      onKeyDown={onKeyDown}
    />
  )
}
