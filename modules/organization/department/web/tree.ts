import type { WireRecord } from '@perigon/contracts'
import { linkOf, textOf } from '@perigon/ui'

/** A department in its tree, with the people of it and of all below. */
export type Branching = {
  readonly record: WireRecord
  readonly name: string
  readonly people: number
  readonly peopleBelow: number
  readonly children: readonly Branching[]
}

/** Whether a department holds on a day. */
export function holdsOn(record: WireRecord, day: string): boolean {
  const [from, to] = [textOf(record['valid_from']), textOf(record['valid_to'])]
  return (from === '' || from <= day) && (to === '' || to >= day)
}

/** Departments as a tree. One whose parent is not among them stands at the top, so that nobody gets lost. */
export function treeOf(departments: readonly WireRecord[], people: ReadonlyMap<string, number>): readonly Branching[] {
  const known = new Set(departments.map((each) => each.id))
  const below = Map.groupBy(departments, (each) => {
    const parent = linkOf(each['parent'])?.id ?? ''
    return known.has(parent) ? parent : ''
  })
  const grow = (id: string): readonly Branching[] =>
    (below.get(id) ?? []).map((record) => {
      const children = grow(record.id)
      const own = people.get(record.id) ?? 0
      const peopleBelow = own + children.reduce((sum, child) => sum + child.peopleBelow, 0)
      return { record, name: textOf(record['name']), people: own, peopleBelow, children }
    })
  return grow('')
}

/** A department and all below it, by id. */
export function idsWithin(tree: readonly Branching[], id: string): readonly string[] {
  const all = (each: Branching): readonly string[] => [each.record.id, ...each.children.flatMap(all)]
  const find = (list: readonly Branching[]): Branching | undefined => {
    for (const each of list) {
      const found = each.record.id === id ? each : find(each.children)
      if (found !== undefined) return found
    }
    return undefined
  }
  const found = find(tree)
  return found === undefined ? [] : all(found)
}

/** Branches in which a name is found, with the way down to them. */
export function searched(tree: readonly Branching[], text: string): readonly Branching[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return tree
  return tree.flatMap((each) => {
    const children = searched(each.children, text)
    return children.length > 0 || each.name.toLowerCase().includes(wanted) ? [{ ...each, children }] : []
  })
}
