import type { WireRecord } from '@perigon/contracts'
import { preloadInputs, useAppearance, useLabel, usePhrases } from '@perigon/ui'
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'
import { SheetBar } from '../sheet/sheet-bar.tsx'
import { GridHeader } from './grid-header.tsx'
import { recordsIn } from './grid-items.ts'
import type { GridProps } from './grid-props.ts'
import { isDraft } from '../../core/sheet-notes.ts'
import { GridRows, type Hands } from './grid-rows.tsx'
import { type Place, useActiveCell } from './use-active-cell.ts'
import { useFaultJump } from './use-fault-jump.ts'
import { useGridKeyboard } from './use-grid-keyboard.ts'
import { scrollToRow } from './use-row-window.ts'
import { useSheetGrid } from './use-sheet-grid.ts'

const ROW_HEIGHT = { compact: 36, middle: 44, loose: 54 } as const

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
  const hands = useHands(props, usePlace(scroller, rowHeight, props.groupBy === null ? 0 : rowHeight))
  const { isOn } = props.sheet
  const isAside = useIsAside(scroller)
  useScrollMemory(scroller, props.place)
  usePreload()
  const some = selection.isEverything || selection.ids.size > 0
  // Looked through only when it matters: with each page that comes, all before it would be looked through again.
  const loaded = useMemo(() => (some ? loadedIn(items) : []), [items, some])
  const all = loaded.length > 0 && loaded.every((each) => selection.has(each.id))
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
          check={{ all, some, onChange: () => (all ? selection.clear() : selection.setAll(loadedIn(items))) }}
        />
        <GridRows grid={props} hands={hands} rowHeight={rowHeight} />
      </div>
      <FaultBar grid={props} hands={hands} />
    </>
  )
}

function loadedIn(items: GridProps['items']): readonly WireRecord[] {
  return recordsIn(items).filter((each) => !isDraft(each))
}

function useHands(props: GridProps, place: Place): Hands {
  const cells = useActiveCell(props, place)
  const keyboard = useGridKeyboard(props, cells)
  const sheet = useSheetGrid(props, cells)
  return { cells, keyboard, sheet }
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

/** Where cells are drawn; the head of the group in sight holds a place of its own above them. */
function usePlace(scroller: Place['scroller'], rowHeight: number, held: number): Place {
  return useMemo(
    () => ({ scroller, scrollTo: (row) => scrollToRow(scroller.current, row * rowHeight, { rowHeight, held }) }),
    [held, rowHeight, scroller],
  )
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
    // Before the rows are drawn (capture): asked after, the place would have the page laid out at once.
    element.addEventListener('scroll', look, { passive: true, capture: true })
    return () => element.removeEventListener('scroll', look, { capture: true })
  }, [scroller])
  return isAside
}

function measures(columns: GridProps['columns'], rowHeight: number) {
  const width = 44 + columns.reduce((sum, each) => sum + each.width, 0)
  const template = `44px ${columns.map((each) => `${each.width}px`).join(' ')} minmax(0, 1fr)`
  // On paper the columns share the width of the page.
  const shares = `0 ${columns.map((each) => `minmax(0, ${each.width}fr)`).join(' ')}`
  return { '--pg-columns': template, '--pg-shares': shares, '--pg-row': `${rowHeight}px`, '--pg-width': `${width}px` }
}
