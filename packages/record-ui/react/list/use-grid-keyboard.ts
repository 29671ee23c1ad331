import { isComposing, useShortcuts } from '@perigon/ui'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useActions } from '../actions/use-actions.tsx'
import { useGo } from '../frame/record-ui-context.tsx'
import { recordsIn } from './grid-items.ts'
import type { GridProps } from './grid-props.ts'
import type { CellState } from './grid-row.tsx'
import type { Selection } from './selection.ts'

type Place = { readonly scroller: { readonly current: HTMLDivElement | null }; readonly scrollTo: (index: number) => void }
type EditEnd = { readonly saved: boolean; readonly move: 'stay' | 'next' | 'previous' }

const STEPS: { readonly [key: string]: readonly [number, number] } = {
  ArrowDown: [1, 0],
  j: [1, 0],
  ArrowUp: [-1, 0],
  k: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [15, 0],
  PageUp: [-15, 0],
  Home: [0, -1000],
  End: [0, 1000],
}

/** The active cell of the list and what keys do with it. */
export function useGridKeyboard(props: GridProps, place: Place) {
  const { object, columns, items, selection } = props
  const go = useGo()
  const actions = useActions()
  const cells = useActiveCell(props, place)
  const { active, isEditing } = cells
  const check = useCallback(
    (record: Parameters<Selection['toggle']>[0], isRange: boolean) =>
      isRange ? selection.range(record, recordsIn(items)) : selection.toggle(record),
    [items, selection],
  )
  const run = (key: string, isShift: boolean): boolean => {
    const item = items[active.row]
    const record = item?.kind === 'record' ? item.record : undefined
    const column = columns[active.col]
    const step = STEPS[key]
    if (step !== undefined) cells.move(step[0], step[1])
    else if ((key === 'x' || key === ' ') && record !== undefined) check(record, isShift)
    else if (key === 'Escape') selection.clear()
    else if (key === '.' && record !== undefined) props.onMenu(record)
    else if (key === 'a' && record !== undefined && selection.ids.size === 0 && !selection.isEverything) actions.assign(object, record)
    else if ((key === 'o' || (key === 'Enter' && column?.isTitle === true)) && record !== undefined) go(`/${object.path}/${record.id}`)
    else if ((key === 'Enter' || key === 'e') && column?.isEditable === true && record !== undefined) cells.edit(active.row, active.col)
    else return false
    return true
  }
  useShortcuts({
    j: () => run('j', false),
    k: () => run('k', false),
    x: () => run('x', false),
    'shift+x': () => run('x', true),
    e: () => run('e', false),
    a: () => run('a', false),
    'shift+a': () => selection.setEverything(),
    '.': () => run('.', false),
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
  return { ...cells, onKeyDown, check }
}

function useActiveCell({ columns, items }: GridProps, place: Place) {
  const [active, setActive] = useState({ row: 0, col: 0 })
  const [isEditing, setEditing] = useState(false)
  const [savedPath, setSaved] = useSavedMark()
  const wantsFocus = useRef(false)
  const cell: CellState = { col: active.col, isEditing, savedPath }
  useLayoutEffect(() => {
    if (!wantsFocus.current || isEditing) return
    wantsFocus.current = false
    place.scroller.current?.querySelector<HTMLElement>(`[data-cell="${active.row}:${active.col}"]`)?.focus({ preventScroll: true })
  })
  const move = (rows: number, cols: number) => {
    const row = Math.max(0, Math.min(items.length - 1, active.row + rows))
    wantsFocus.current = true
    setActive({ row, col: Math.max(0, Math.min(columns.length - 1, active.col + cols)) })
    place.scrollTo(row)
  }
  const edit = useCallback((row: number, col: number) => {
    setActive({ row, col })
    setEditing(true)
  }, [])
  const activate = useCallback(
    (row: number, col: number) => setActive((old) => (old.row === row && old.col === col ? old : { row, col })),
    [],
  )
  const editEnd = useCallback(
    (how: EditEnd) => {
      setEditing(false)
      wantsFocus.current = true
      setSaved(how.saved ? (columns[active.col]?.path ?? null) : null)
      if (how.move === 'stay') return
      const step = how.move === 'next' ? 1 : -1
      let col = active.col + step
      while (columns[col] !== undefined && columns[col]?.isEditable === false) col += step
      if (columns[col] !== undefined) edit(active.row, col)
    },
    [active, columns, edit, setSaved],
  )
  return { active, cell, isEditing, move, edit, activate, editEnd }
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
