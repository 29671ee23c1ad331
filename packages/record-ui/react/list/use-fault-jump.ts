import type { CellAt } from '../../core/cell-range.ts'
import { faultsIn } from '../../core/sheet-notes.ts'
import type { GridProps } from './grid-props.ts'

/** How many cells were refused, and the way to the next one after the chosen cell; null when none of them is in sight. */
export function useFaultJump(
  { items, columns, sheet }: GridProps,
  active: CellAt,
  goTo: (at: CellAt, extend: boolean) => void,
): { readonly count: number; readonly next: (() => void) | null } {
  const faults = faultsIn(sheet.notes)
  if (faults.length === 0) return { count: 0, next: null }
  const rows = new Map(items.flatMap((item, row) => (item.kind === 'record' ? [[item.record.id, row] as const] : [])))
  const places = faults
    .flatMap(({ id, path }): CellAt[] => {
      const row = rows.get(id)
      const col = columns.findIndex((each) => each.path === path)
      return row === undefined || col < 0 ? [] : [{ row, col }]
    })
    .sort((a, b) => a.row - b.row || a.col - b.col)
  const [first] = places
  const after = places.find(({ row, col }) => row > active.row || (row === active.row && col > active.col)) ?? first
  return { count: faults.length, next: after === undefined ? null : () => goTo(after, false) }
}
