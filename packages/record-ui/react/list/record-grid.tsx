import { preloadInputs, useAppearance, useLabel, usePhrases, usePrinting } from '@perigon/ui'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'
import { SheetBar } from '../sheet/sheet-bar.tsx'
import { GridHeader } from './grid-header.tsx'
import { type GridItem, recordsIn } from './grid-items.ts'
import type { GridProps } from './grid-props.ts'
import { spanIn } from '../../core/cell-range.ts'
import { isDraft } from '../../core/sheet-notes.ts'
import { GridRow, GroupRow } from './grid-row.tsx'
import { type Place, useActiveCell } from './use-active-cell.ts'
import { useFaultJump } from './use-fault-jump.ts'
import { useGridKeyboard } from './use-grid-keyboard.ts'
import { useSheetGrid } from './use-sheet-grid.ts'

const ROW_HEIGHT = { compact: 36, middle: 44, loose: 54 } as const
const HEAD_HEIGHT = 38
/** So many rows before the last one the next are fetched. */
const AHEAD = 80

/** The list as an ARIA grid: virtual rows, keyboard, selection, inline edit. */
export function RecordGrid(props: GridProps) {
  const t = usePhrases(listPhrases)
  const s = usePhrases(sheetPhrases)
  const label = useLabel()
  const { density } = useAppearance()
  const { object, columns, items, selection } = props
  const helpId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const rowHeight = ROW_HEIGHT[density]
  const virtual = useVirtualRows(items, { scroller, rowHeight })
  const hands = useHands(props, usePlace(scroller, virtual))
  const { isOn } = props.sheet
  const rows = virtual.getVirtualItems()
  const isAside = useIsAside(scroller)
  useScrollMemory(scroller, props.place)
  useMoreAtEnd(rows.at(-1)?.index ?? 0, props)
  usePreload()
  const loaded = useMemo(() => recordsIn(items).filter((each) => !isDraft(each)), [items])
  const some = selection.isEverything || selection.ids.size > 0
  const all = some && loaded.length > 0 && loaded.every((each) => selection.has(each.id))
  return (
    <>
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
        className={`pg-grid${isOn ? ' pg-grid--sheet' : ''}${isAside ? ' pg-grid--aside' : ''}`}
        style={measures(columns, rowHeight)}
        onKeyDown={isOn ? hands.sheet.onKeyDown : hands.keyboard.onKeyDown}
        onCopy={hands.sheet.onCopy}
        onCut={hands.sheet.onCut}
        onPaste={hands.sheet.onPaste}
      >
        <span id={helpId} className="pg-sr">
          {isOn ? s('help') : t('grid_help')}
        </span>
        <GridHeader
          columns={columns}
          actions={props.header}
          check={{ all, some, onChange: () => (all ? selection.clear() : selection.setAll(loaded)) }}
        />
        <div role="rowgroup" className="pg-grid__body" style={{ height: virtual.getTotalSize() }}>
          {rows.map((row) => (
            <Row key={row.key} grid={props} index={row.index} top={row.start} hands={hands} />
          ))}
        </div>
      </div>
      <FaultBar grid={props} hands={hands} />
    </>
  )
}

type Hands = ReturnType<typeof useHands>

/** The chosen cell, and what keys and the clipboard do with it. */
function useHands(props: GridProps, place: Place) {
  const cells = useActiveCell(props, place)
  const keyboard = useGridKeyboard(props, cells)
  const sheet = useSheetGrid(props, cells)
  return { cells, keyboard, sheet }
}

function useVirtualRows(
  items: readonly GridItem[],
  { scroller, rowHeight }: { readonly scroller: Place['scroller']; readonly rowHeight: number },
) {
  const isPrinting = usePrinting()
  // A new function would have the places of all rows, however many were loaded, reckoned anew at every frame.
  const getItemKey = useCallback((index: number) => keyOf(items[index], index), [items])
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey,
    overscan: isPrinting ? items.length : 8,
    scrollMargin: 0,
    scrollPaddingStart: HEAD_HEIGHT,
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  return virtual
}

function FaultBar({ grid, hands }: { readonly grid: GridProps; readonly hands: Hands }) {
  const { active } = hands.cells
  const { count, next } = useFaultJump(grid, active, hands.sheet.goTo)
  const item = grid.items[active.row]
  const note = item?.kind === 'record' ? grid.sheet.notes.get(item.record.id)?.[grid.columns[active.col]?.path ?? ''] : undefined
  return (
    <SheetBar
      count={count}
      isBusy={grid.sheet.isBusy}
      isOn={grid.sheet.isOn}
      message={note?.message ?? null}
      onNext={next}
      onDiscard={grid.sheet.discard}
    />
  )
}

function Row({
  grid,
  index,
  top,
  hands: { cells, keyboard, sheet },
}: {
  readonly grid: GridProps
  readonly index: number
  readonly top: number
  readonly hands: Hands
}) {
  const { object, columns, groupBy, selection } = grid
  const item = grid.items[index]
  if (item === undefined) return null
  if (item.kind !== 'record') {
    return groupBy === null ? null : (
      <GroupRow item={item} by={groupBy} columns={columns} index={index} top={top} onToggle={grid.onToggleGroup} />
    )
  }
  const isActive = cells.active.row === index
  const [from, to] = (sheet.range === null ? null : spanIn(sheet.range, index)) ?? [-1, -1]
  return (
    <GridRow
      object={object}
      columns={columns}
      record={item.record}
      formats={grid.formats}
      index={index}
      top={top}
      isSelected={selection.has(item.record.id)}
      active={isActive ? cells.cell : null}
      notes={grid.sheet.notes.get(item.record.id)}
      from={from}
      to={to}
      hands={sheet.hands}
      typing={isActive ? sheet.typing : null}
      onCheck={keyboard.check}
      onActivate={cells.activate}
      onMenu={grid.onMenu}
      onEdit={cells.edit}
      onEditEnd={cells.editEnd}
    />
  )
}

/** Where cells are drawn; the same object as long as the list lives. */
function usePlace(scroller: Place['scroller'], virtual: { readonly scrollToIndex: (index: number) => void }): Place {
  const latest = useRef(virtual)
  latest.current = virtual
  return useMemo(() => ({ scroller, scrollTo: (index) => latest.current.scrollToIndex(index) }), [scroller])
}

function useScrollMemory(scroller: { readonly current: HTMLDivElement | null }, place: string): void {
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    element.scrollTo({ top: Number(sessionStorage.getItem(`perigon.scroll.${place}`) ?? 0) })
    let timer: ReturnType<typeof setTimeout> | null = null
    const keep = () => {
      timer = null
      sessionStorage.setItem(`perigon.scroll.${place}`, String(element.scrollTop))
    }
    // A while after: asked within the event, the place would have the page laid out once more at every frame.
    const onScroll = () => {
      timer ??= setTimeout(keep, 150)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      element.removeEventListener('scroll', onScroll)
      if (timer === null) return
      clearTimeout(timer)
      keep()
    }
  }, [place, scroller])
}

// The first edit should not wait for the inputs; the first rows should not wait for them either.
function usePreload(): void {
  useEffect(() => {
    const timer = setTimeout(preloadInputs, 1500)
    return () => clearTimeout(timer)
  }, [])
}

/** Whether the list is scrolled sideways. */
function useIsAside(scroller: { readonly current: HTMLDivElement | null }): boolean {
  const [isAside, setAside] = useState(false)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const look = () => setAside(element.scrollLeft !== 0)
    element.addEventListener('scroll', look, { passive: true })
    return () => element.removeEventListener('scroll', look)
  }, [scroller])
  return isAside
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
    if (hasMore && !isBusy && lastIndex >= items.length - AHEAD) void onMore()
  }, [hasMore, isBusy, items.length, lastIndex, onMore])
}
