import { isComposing, useShortcuts } from '@perigon/ui'
import { type KeyboardEvent, useCallback, useRef } from 'react'
import { useActions } from '../actions/use-actions.tsx'
import { useGo } from '../frame/record-ui-context.tsx'
import { recordsIn } from './grid-items.ts'
import type { GridProps } from './grid-props.ts'
import type { Selection } from './selection.ts'
import type { useActiveCell } from './use-active-cell.ts'

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

/** What keys do in the list. As a spreadsheet it has keys of its own, and letters are text. */
export function useGridKeyboard(props: GridProps, cells: ReturnType<typeof useActiveCell>) {
  const { object, columns, items, selection } = props
  const go = useGo()
  const actions = useActions()
  const { active, isEditing } = cells
  const isSheet = props.sheet.isOn
  const latest = useRef({ items, selection })
  latest.current = { items, selection }
  // The same function for as long as the list lives: with a new one all rows in sight would be drawn again.
  const check = useCallback((record: Parameters<Selection['toggle']>[0], isRange: boolean) => {
    const now = latest.current
    if (isRange) now.selection.range(record, recordsIn(now.items))
    else now.selection.toggle(record)
  }, [])
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
  useShortcuts(
    {
      j: () => run('j', false),
      k: () => run('k', false),
      x: () => run('x', false),
      'shift+x': () => run('x', true),
      e: () => run('e', false),
      a: () => run('a', false),
      'shift+a': () => selection.setEverything(),
      '.': () => run('.', false),
      Escape: () => run('Escape', false),
    },
    !isSheet,
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const isCell = event.target instanceof HTMLElement && event.target.dataset['cell'] !== undefined
    if (isSheet || isEditing || !isCell || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    if (!run(key, event.shiftKey)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return { onKeyDown, check }
}
