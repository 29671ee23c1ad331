import type { ObjectMeta } from '@perigon/contracts'
import { isComposing, preloadInputs, useAppearance, useLabel, usePhrases, useShortcuts } from '@perigon/ui'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { useGo } from '../frame/record-ui-context.tsx'
import type { Column } from './columns.ts'
import { GridHeader, type HeaderActions } from './grid-header.tsx'
import { type GridItem, recordsIn } from './grid-items.ts'
import { type CellState, GridRow, GroupRow } from './grid-row.tsx'
import type { Selection } from './selection.ts'

const ROW_HEIGHT = { compact: 36, middle: 44, loose: 54 } as const
const HEAD_HEIGHT = 38

export type GridProps = {
  readonly object: ObjectMeta
  readonly columns: readonly Column[]
  readonly items: readonly GridItem[]
  readonly total: number | null
  readonly groupBy: Column | null
  readonly onToggleGroup: (key: string) => void
  readonly hasMore: boolean
  readonly isBusy: boolean
  readonly onMore: () => void
  readonly selection: Selection
  readonly header: HeaderActions
  /** Scroll position is kept under this name. */
  readonly place: string
}

/** The list as an ARIA grid: virtual rows, keyboard, selection, inline edit. */
export function RecordGrid(props: GridProps) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const { density } = useAppearance()
  const { object, columns, items, selection } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rowHeight = ROW_HEIGHT[density]
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: 0,
    scrollPaddingStart: HEAD_HEIGHT,
  })
  const keyboard = useGridKeyboard(props, { scroller, scrollTo: (index) => virtual.scrollToIndex(index) })
  const rows = virtual.getVirtualItems()
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  useScrollMemory(scroller, props.place)
  useMoreAtEnd(rows.at(-1)?.index ?? 0, props)
  useEffect(() => {
    const timer = setTimeout(preloadInputs, 1500)
    return () => clearTimeout(timer)
  }, [])
  const template = `44px ${columns.map((each) => `${each.width}px`).join(' ')} minmax(0, 1fr)`
  const loaded = recordsIn(items)
  const some = selection.ids.size > 0
  const all = loaded.length > 0 && loaded.every((each) => selection.has(each.id))
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label(object.label.many)}
      aria-rowcount={(props.total ?? items.length) + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      aria-busy={props.isBusy}
      aria-description={t('grid_help')}
      className="pg-grid"
      style={{
        '--pg-columns': template,
        '--pg-row': `${rowHeight}px`,
        '--pg-width': `${44 + columns.reduce((sum, each) => sum + each.width, 0)}px`,
      }}
      onKeyDown={keyboard.onKeyDown}
    >
      <GridHeader
        columns={columns}
        actions={props.header}
        check={{ all, some, onChange: () => (all ? selection.clear() : selection.setAll(loaded)) }}
      />
      <div role="rowgroup" className="pg-grid__body" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index]
          if (item === undefined) return null
          if (item.kind !== 'record') {
            return props.groupBy === null ? null : (
              <GroupRow
                key={item.kind + item.key}
                item={item}
                by={props.groupBy}
                columns={columns}
                index={row.index}
                top={row.start}
                onToggle={props.onToggleGroup}
              />
            )
          }
          return (
            <GridRow
              key={item.record.id}
              object={object}
              columns={columns}
              record={item.record}
              index={row.index}
              top={row.start}
              isSelected={selection.has(item.record.id)}
              active={keyboard.active.row === row.index ? keyboard.cell : null}
              onCheck={keyboard.check}
              onActivate={keyboard.activate}
              onEdit={keyboard.edit}
              onEditEnd={keyboard.editEnd}
            />
          )
        })}
      </div>
    </div>
  )
}

type Place = { readonly scroller: { readonly current: HTMLDivElement | null }; readonly scrollTo: (index: number) => void }

function useGridKeyboard(props: GridProps, place: Place) {
  const { object, columns, items, selection } = props
  const go = useGo()
  const [active, setActive] = useState({ row: 0, col: 0 })
  const [isEditing, setEditing] = useState(false)
  const [savedPath, setSaved] = useState<string | null>(null)
  const wantsFocus = useRef(false)
  const cell: CellState = { col: active.col, isEditing, savedPath }
  useLayoutEffect(() => {
    if (!wantsFocus.current || isEditing) return
    wantsFocus.current = false
    place.scroller.current?.querySelector<HTMLElement>(`[data-cell="${active.row}:${active.col}"]`)?.focus({ preventScroll: true })
  })
  useEffect(() => {
    if (savedPath === null) return
    const timer = setTimeout(() => setSaved(null), 1600)
    return () => clearTimeout(timer)
  }, [savedPath])

  const move = (rows: number, cols: number) => {
    const row = Math.max(0, Math.min(items.length - 1, active.row + rows))
    wantsFocus.current = true
    setActive({ row, col: Math.max(0, Math.min(columns.length - 1, active.col + cols)) })
    place.scrollTo(row)
  }
  const recordAt = (row: number) => {
    const item = items[row]
    return item?.kind === 'record' ? item.record : undefined
  }
  const edit = useCallback((row: number, col: number) => {
    setActive({ row, col })
    setEditing(true)
  }, [])
  const activate = useCallback(
    (row: number, col: number) => setActive((old) => (old.row === row && old.col === col ? old : { row, col })),
    [],
  )
  const check = useCallback(
    (record: Parameters<Selection['toggle']>[0], isRange: boolean) =>
      isRange ? selection.range(record, recordsIn(items)) : selection.toggle(record),
    [items, selection],
  )
  const editEnd = useCallback(
    (how: { readonly saved: boolean; readonly move: 'stay' | 'next' | 'previous' }) => {
      setEditing(false)
      wantsFocus.current = true
      setSaved(how.saved ? (columns[active.col]?.path ?? null) : null)
      if (how.move === 'stay') return
      const step = how.move === 'next' ? 1 : -1
      let col = active.col + step
      while (columns[col] !== undefined && columns[col]?.isEditable === false) col += step
      if (columns[col] === undefined) return
      setActive({ row: active.row, col })
      setEditing(true)
    },
    [active, columns],
  )
  const run = (key: string, isShift: boolean): boolean => {
    const record = recordAt(active.row)
    const column = columns[active.col]
    const canEdit = column?.isEditable === true && record !== undefined
    if (key === 'ArrowDown' || key === 'j') move(1, 0)
    else if (key === 'ArrowUp' || key === 'k') move(-1, 0)
    else if (key === 'ArrowRight') move(0, 1)
    else if (key === 'ArrowLeft') move(0, -1)
    else if (key === 'PageDown') move(15, 0)
    else if (key === 'PageUp') move(-15, 0)
    else if (key === 'Home') move(0, -columns.length)
    else if (key === 'End') move(0, columns.length)
    else if ((key === 'x' || key === ' ') && record !== undefined) check(record, isShift)
    else if (key === 'Escape') selection.clear()
    else if (key === 'o' || (key === 'Enter' && column?.isTitle === true)) {
      if (record !== undefined) go(`/${object.path}/${record.id}`)
    } else if ((key === 'Enter' || key === 'e') && canEdit) setEditing(true)
    else return false
    return true
  }
  useShortcuts({
    j: () => run('j', false),
    k: () => run('k', false),
    x: () => run('x', false),
    'shift+x': () => run('x', true),
    e: () => run('e', false),
    Escape: () => run('Escape', false),
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const isCell = event.target instanceof HTMLElement && event.target.dataset['cell'] !== undefined
    if (isEditing || !isCell || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    if (!run(key, event.shiftKey)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return { active, cell, onKeyDown, activate, edit, editEnd, check }
}

function useScrollMemory(scroller: { readonly current: HTMLDivElement | null }, place: string): void {
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    element.scrollTo({ top: Number(sessionStorage.getItem(`perigon.scroll.${place}`) ?? 0) })
    const onScroll = () => sessionStorage.setItem(`perigon.scroll.${place}`, String(element.scrollTop))
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => element.removeEventListener('scroll', onScroll)
  }, [place, scroller])
}

function useMoreAtEnd(lastIndex: number, props: GridProps): void {
  const { items, hasMore, isBusy, onMore } = props
  useEffect(() => {
    if (hasMore && !isBusy && lastIndex >= items.length - 20) onMore()
  }, [hasMore, isBusy, items.length, lastIndex, onMore])
}
