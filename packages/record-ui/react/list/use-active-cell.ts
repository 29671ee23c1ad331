import { useCallback, useEffect, useRef, useState } from 'react'
import type { CellAt } from '../../core/cell-range.ts'
import type { GridItem } from './grid-items.ts'
import type { CellState, GridProps } from './grid-props.ts'

export type Place = { readonly scroller: { readonly current: HTMLDivElement | null }; readonly scrollTo: (row: number) => void }
export type EditEnd = { readonly saved: boolean; readonly move: 'stay' | 'next' | 'previous' }

/** The chosen cell of a list, which has the focus, and editing in it. */
export function useActiveCell({ columns, items, sheet }: GridProps, place: Place) {
  const { forget } = sheet
  const [active, setActive] = useState<CellAt>({ row: 0, col: 0 })
  const [isEditing, setEditing] = useState(false)
  const [savedPath, setSaved] = useSavedMark()
  const edited = useRef<string | null>(null)
  const wasChosen = useRef(false)
  const latest = useRef({ active, columns, items })
  latest.current = { active, columns, items }
  const cell: CellState = { col: active.col, isEditing, savedPath }
  useFollowing(items, {
    edited: isEditing ? edited.current : null,
    row: active.row,
    onMove: (row) => setActive((old) => ({ ...old, row })),
  })
  const { wantFocus, giveFocus } = useCellFocus(place, { active, isEditing })
  /** Goes to a cell and takes the focus along. */
  const go = useCallback(
    (at: CellAt) => {
      wasChosen.current = true
      wantFocus()
      setActive(at)
      place.scrollTo(at.row)
    },
    [place, wantFocus],
  )
  const move = (rows: number, cols: number) => {
    // Before anything is chosen the first key shows where one stands; nobody wants the second record first.
    const isShown = wasChosen.current || hasFocus(place)
    const at = isShown ? { row: active.row + rows, col: active.col + cols } : active
    go({ row: within(at.row, items.length), col: within(at.col, columns.length) })
  }
  const edit = useCallback((row: number, col: number) => {
    wasChosen.current = true
    edited.current = idAt(latest.current.items, row)
    setActive({ row, col })
    setEditing(true)
  }, [])
  const activate = useCallback((row: number, col: number) => {
    wasChosen.current = true
    setActive((old) => (old.row === row && old.col === col ? old : { row, col }))
  }, [])
  const editEnd = useCallback(
    (how: EditEnd) => {
      const now = latest.current
      const path = now.columns[now.active.col]?.path ?? null
      setEditing(false)
      wantFocus()
      setSaved(how.saved ? path : null)
      if (how.saved && path !== null) forget(idAt(now.items, now.active.row) ?? '', path)
      if (how.move === 'stay') return
      const step = how.move === 'next' ? 1 : -1
      let col = now.active.col + step
      while (now.columns[col] !== undefined && now.columns[col]?.isEditable === false) col += step
      if (now.columns[col] !== undefined) edit(now.active.row, col)
    },
    [edit, forget, setSaved, wantFocus],
  )
  return { active, cell, isEditing, move, go, edit, activate, editEnd, giveFocus }
}

const within = (place: number, count: number): number => Math.max(0, Math.min(count - 1, place))

function hasFocus({ scroller }: Place): boolean {
  return scroller.current?.contains(document.activeElement) === true
}

/** Gives the chosen cell the focus as soon as it is drawn (`giveFocus`), once somebody has asked for it (`wantFocus`). */
function useCellFocus(place: Place, { active, isEditing }: { readonly active: CellAt; readonly isEditing: boolean }) {
  const wanted = useRef(false)
  const giveFocus = () => {
    if (!wanted.current || isEditing) return
    const found = place.scroller.current?.querySelector<HTMLElement>(`[data-cell="${active.row}:${active.col}"]`)
    if (found === null || found === undefined) return
    wanted.current = false
    const catcher = found.querySelector<HTMLElement>('[data-catcher]')
    const cell = catcher ?? found
    cell.focus({ preventScroll: true })
    found.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const wantFocus = useCallback(() => {
    wanted.current = true
  }, [])
  return { wantFocus, giveFocus }
}

function idAt(items: readonly GridItem[], row: number): string | null {
  const item = items[row]
  return item?.kind === 'record' ? item.record.id : null
}

/** A list that is read anew may put the edited record elsewhere; the editor goes with it, with what was typed. */
function useFollowing(
  items: readonly GridItem[],
  { edited, row, onMove }: { readonly edited: string | null; readonly row: number; readonly onMove: (row: number) => void },
): void {
  if (edited === null || idAt(items, row) === edited) return
  const now = items.findIndex((_, index) => idAt(items, index) === edited)
  if (now >= 0) onMove(now)
}

/** The path of the cell that was just saved; forgotten after a moment. */
function useSavedMark() {
  const [savedPath, setSaved] = useState<string | null>(null)
  useEffect(() => {
    if (savedPath === null) return
    const timer = setTimeout(() => setSaved(null), 1600)
    return () => clearTimeout(timer)
  }, [savedPath])
  return [savedPath, setSaved] as const
}
