import type { Condition, ListQuery } from '@perigon/contracts'
import { compileCondition } from './condition.ts'
import type { Source } from './source.ts'

/** The rows of a list as conditions: what the actor may see, the filter, and the search. */
export function rowConditions(source: Source, query: Pick<ListQuery, 'filter' | 'q' | 'trash'>): readonly string[] {
  const filter: readonly Condition[] = [
    ...(query.filter === undefined ? [] : [query.filter]),
    ...(query.q === undefined || query.q === '' ? [] : [{ search: query.q }]),
  ]
  const all = filter.map((condition) => compileCondition(source, condition))
  return [...source.visible(query.trash === 'only'), ...all]
}

/** Which of the marks hold for a row, as a further column: asked in the same statement, with the same rights. */
export function markColumn(source: Source, marks: readonly Condition[] | undefined): readonly string[] {
  if (marks === undefined || marks.length === 0) return []
  const held = marks.map((mark, index) => `case when ${compileCondition(source, mark)} then ${index} end`)
  return [`array_remove(array[${held.join(', ')}]::int[], null) as "$marks"`]
}
