import { preloadInputs, useAppearance, useLabel, usePhrases, usePrinting } from '@perigon/ui'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useLayoutEffect, useRef } from 'react'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { GridHeader } from './grid-header.tsx'
import { type GridItem, recordsIn } from './grid-items.ts'
import type { GridProps } from './grid-props.ts'
import { GridRow, GroupRow } from './grid-row.tsx'
import { useGridKeyboard } from './use-grid-keyboard.ts'

const ROW_HEIGHT = { compact: 36, middle: 44, loose: 54 } as const
const HEAD_HEIGHT = 38

/** The list as an ARIA grid: virtual rows, keyboard, selection, inline edit. */
export function RecordGrid(props: GridProps) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const { density } = useAppearance()
  const { object, columns, items, selection } = props
  const helpId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const rowHeight = ROW_HEIGHT[density]
  const isPrinting = usePrinting()
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(items[index], index),
    overscan: isPrinting ? items.length : 8,
    scrollMargin: 0,
    scrollPaddingStart: HEAD_HEIGHT,
  })
  const keyboard = useGridKeyboard(props, { scroller, scrollTo: (index) => virtual.scrollToIndex(index) })
  const rows = virtual.getVirtualItems()
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  useScrollMemory(scroller, props.place)
  useMoreAtEnd(rows.at(-1)?.index ?? 0, props)
  usePreload()
  const loaded = recordsIn(items)
  const some = selection.isEverything || selection.ids.size > 0
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
      aria-describedby={helpId}
      tabIndex={-1}
      className="pg-grid"
      style={measures(columns, rowHeight)}
      onKeyDown={keyboard.onKeyDown}
    >
      <span id={helpId} className="pg-sr">
        {t('grid_help')}
      </span>
      <GridHeader
        columns={columns}
        actions={props.header}
        check={{ all, some, onChange: () => (all ? selection.clear() : selection.setAll(loaded)) }}
      />
      <div role="rowgroup" className="pg-grid__body" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => (
          <Row key={row.key} grid={props} index={row.index} top={row.start} keyboard={keyboard} />
        ))}
      </div>
    </div>
  )
}

function Row({
  grid,
  index,
  top,
  keyboard,
}: {
  readonly grid: GridProps
  readonly index: number
  readonly top: number
  readonly keyboard: ReturnType<typeof useGridKeyboard>
}) {
  const { object, columns, groupBy, selection } = grid
  const item = grid.items[index]
  if (item === undefined) return null
  if (item.kind !== 'record') {
    return groupBy === null ? null : (
      <GroupRow item={item} by={groupBy} columns={columns} index={index} top={top} onToggle={grid.onToggleGroup} />
    )
  }
  return (
    <GridRow
      object={object}
      columns={columns}
      record={item.record}
      formats={grid.formats}
      index={index}
      top={top}
      isSelected={selection.has(item.record.id)}
      active={keyboard.active.row === index ? keyboard.cell : null}
      onCheck={keyboard.check}
      onActivate={keyboard.activate}
      onMenu={grid.onMenu}
      onEdit={keyboard.edit}
      onEditEnd={keyboard.editEnd}
    />
  )
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

// The first edit should not wait for the inputs; the first rows should not wait for them either.
function usePreload(): void {
  useEffect(() => {
    const timer = setTimeout(preloadInputs, 1500)
    return () => clearTimeout(timer)
  }, [])
}

function measures(columns: GridProps['columns'], rowHeight: number) {
  const width = 44 + columns.reduce((sum, each) => sum + each.width, 0)
  const template = `44px ${columns.map((each) => `${each.width}px`).join(' ')} minmax(0, 1fr)`
  return { '--pg-columns': template, '--pg-row': `${rowHeight}px`, '--pg-width': `${width}px` }
}

function keyOf(item: GridItem | undefined, index: number): string | number {
  return item === undefined ? index : item.kind === 'record' ? item.record.id : item.kind + item.key
}

function useMoreAtEnd(lastIndex: number, props: GridProps): void {
  const { items, hasMore, isBusy, onMore } = props
  useEffect(() => {
    if (hasMore && !isBusy && lastIndex >= items.length - 20) onMore()
  }, [hasMore, isBusy, items.length, lastIndex, onMore])
}
