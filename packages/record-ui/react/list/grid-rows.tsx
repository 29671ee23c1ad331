import { useEffect, useLayoutEffect, useRef } from 'react'
import { spanIn } from '../../core/cell-range.ts'
import { type DrawnRow, nextLine, type WantedRow } from '../../core/row-line.ts'
import type { GridItem } from './grid-items.ts'
import type { GridProps } from './grid-props.ts'
import { GridRow, GroupRow } from './grid-row.tsx'
import type { useActiveCell } from './use-active-cell.ts'
import type { useGridKeyboard } from './use-grid-keyboard.ts'
import { useRowWindow } from './use-row-window.ts'
import type { useSheetGrid } from './use-sheet-grid.ts'

/** So many rows before the last one the next are fetched. */
const AHEAD = 80

/** The chosen cell, and what keys and the clipboard do with it. */
export type Hands = {
  readonly cells: ReturnType<typeof useActiveCell>
  readonly keyboard: ReturnType<typeof useGridKeyboard>
  readonly sheet: ReturnType<typeof useSheetGrid>
}

/** The rows in sight; the only part of the list that is drawn anew while it scrolls. */
export function GridRows({ grid, hands, rowHeight }: { readonly grid: GridProps; readonly hands: Hands; readonly rowHeight: number }) {
  const { items } = grid
  const body = useRef<HTMLDivElement>(null)
  const { first, end, top, isResting } = useRowWindow(body, { count: items.length, rowHeight })
  const line = useRef<readonly DrawnRow[]>([])
  const wanted = items.slice(first, end).map((item, at): WantedRow => ({ key: keyOf(item), index: first + at }))
  const isHeld = hands.cells.isEditing || body.current?.contains(document.activeElement) === true
  line.current = nextLine(line.current, wanted, { isHeld, isResting })
  useMoreAtEnd(end, grid)
  useLayoutEffect(() => hands.cells.giveFocus())
  return (
    <div ref={body} role="rowgroup" className="pg-grid__body" style={{ height: items.length * rowHeight }}>
      <StuckGroup grid={grid} top={top} />
      {line.current.map(({ slot, index }) => (
        <Row key={slot} grid={grid} index={index} top={index * rowHeight} hands={hands} />
      ))}
    </div>
  )
}

/** The head of the group whose records are in sight, once it was scrolled away itself. */
function StuckGroup({ grid, top }: { readonly grid: GridProps; readonly top: number }) {
  const { items, groupBy, columns } = grid
  if (groupBy === null || top < 1) return null
  const index = items.slice(0, top + 1).findLastIndex((item) => item.kind === 'group')
  const item = items[index]
  if (item?.kind !== 'group' || !item.isOpen) return null
  // Told already where it stands in the list; here it is for the eye and the mouse.
  return (
    <div className="pg-grid__stuck" aria-hidden>
      <GroupRow item={item} by={groupBy} columns={columns} index={index} top={0} isCopy onToggle={grid.onToggleGroup} />
    </div>
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

function keyOf(item: GridItem): string {
  return item.kind === 'record' ? item.record.id : item.kind + item.key
}

function useMoreAtEnd(end: number, { items, hasMore, isBusy, onMore }: GridProps): void {
  useEffect(() => {
    if (hasMore && !isBusy && end > items.length - AHEAD) void onMore()
  }, [end, hasMore, isBusy, items.length, onMore])
}
