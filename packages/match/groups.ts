export type Pair = { readonly a: string; readonly b: string; readonly score: number }

/**
 * Groups of records that belong together through chains of pairs, each with the pairs that hold it together, the best
 * first. A group holds at most `most` records: the weaker pairs that would make it larger are left out.
 */
export function groupsOf(
  pairs: readonly Pair[],
  most = 20,
): readonly { readonly ids: readonly string[]; readonly pairs: readonly Pair[] }[] {
  const groups = new Map<string, { readonly ids: string[]; readonly pairs: Pair[] }>()
  for (const pair of pairs.toSorted((x, y) => y.score - x.score)) {
    const left = groups.get(pair.a) ?? { ids: [pair.a], pairs: [] }
    const right = groups.get(pair.b) ?? { ids: [pair.b], pairs: [] }
    if (left === right) {
      left.pairs.push(pair)
      continue
    }
    if (left.ids.length + right.ids.length > most) continue
    left.ids.push(...right.ids)
    left.pairs.push(...right.pairs, pair)
    for (const id of left.ids) groups.set(id, left)
  }
  return [...new Set(groups.values())]
}
