/** A row that is drawn: which item of the list it shows, and the slot (the element on the page) that shows it. */
export type DrawnRow = { readonly slot: number; readonly key: string | number; readonly index: number }
export type WantedRow = Omit<DrawnRow, 'slot'>

/**
 * The rows to draw next, in the order of the page. What leaves the sight lends its element to what comes into sight: filling
 * other text into a row costs a fraction of taking it away and making another. The order of the elements is then not that of
 * the list any more, until the list rests.
 *
 * While the focus is in a row (`isHeld`) rows come and go by themselves: nothing may be put under somebody's hands, and the
 * Tab key follows the order of the page.
 */
export function nextLine(
  line: readonly DrawnRow[],
  wanted: readonly WantedRow[],
  how: { readonly isHeld: boolean; readonly isResting: boolean },
): readonly DrawnRow[] {
  const open = new Map(wanted.map((each) => [each.key, each]))
  const known = new Set(line.flatMap(({ key }) => (open.has(key) ? [key] : [])))
  const fresh = wanted.filter((each) => !known.has(each.key)).values()
  const kept = line.flatMap(({ slot, key }): DrawnRow[] => {
    const next = known.has(key) ? open.get(key) : how.isHeld ? undefined : fresh.next().value
    return next === undefined ? [] : [{ slot, ...next }]
  })
  const first = 1 + line.reduce((most, each) => Math.max(most, each.slot), -1)
  const added = [...fresh].map((each, at): DrawnRow => ({ slot: first + at, ...each }))
  const isOrdered = kept.every((each, at) => at === 0 || each.index > (kept[at - 1]?.index ?? -1))
  const next = [...kept, ...added]
  // Moving the element that has the focus would take the focus away.
  const isSorted = how.isHeld ? isOrdered : how.isResting
  return isSorted ? next.sort((a, b) => a.index - b.index) : next
}
