import { useRef } from 'react'
import type { GridItem } from './grid-items.ts'

/**
 * While a list is a spreadsheet its rows stay where they are, whatever they are sorted by: a row that jumps to the top when
 * its cell is saved would take the next cell along. What comes new stands at the end.
 */
export function useStableOrder(items: readonly GridItem[], isOn: boolean): readonly GridItem[] {
  const places = useRef<Map<string, number>>(new Map())
  if (!isOn) {
    places.current = new Map()
    return items
  }
  for (const item of items) {
    if (item.kind === 'record' && !places.current.has(item.record.id)) places.current.set(item.record.id, places.current.size)
  }
  const placeOf = (item: GridItem): number => (item.kind === 'record' ? (places.current.get(item.record.id) ?? 0) : 0)
  return items.toSorted((a, b) => placeOf(a) - placeOf(b))
}
