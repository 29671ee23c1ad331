import type { Condition, ListQuery } from '@perigon/contracts'
import { compileCondition } from './condition.ts'
import type { Source } from './source.ts'

/** The rows of a list as conditions: what the actor may see, the filter, and the search. */
export function rowConditions(source: Source, query: Pick<ListQuery, 'filter' | 'q' | 'trash'>): readonly string[] {
  return [...source.visible(query.trash === 'only', namesRecords(query)), ...askedConditions(source, query)]
}

/** Whether a list asks for single records by their ids (what was opened lately): no index has to find them, and nothing is looked up before. */
export function namesRecords({ filter }: Pick<ListQuery, 'filter'>): boolean {
  if (filter === undefined) return false
  if ('and' in filter) return filter.and.some((condition) => namesRecords({ filter: condition }))
  return 'field' in filter && filter.field === 'id' && (filter.op === 'eq' || filter.op === 'in')
}

/** What a list asks beyond what the actor may see: its filter and search, and a further right (`QueryContext.right`). */
export function askedConditions(source: Source, query: Pick<ListQuery, 'filter' | 'q'>): readonly string[] {
  const filter: readonly Condition[] = [
    ...(query.filter === undefined ? [] : [query.filter]),
    ...(query.q === undefined || query.q === '' ? [] : [{ search: query.q }]),
  ]
  return [...source.covered(), ...filter.map((condition) => compileCondition(source, condition))]
}

/** Which of the marks hold for a row, as a further column: asked in the same statement, with the same rights. */
export function markColumn(source: Source, marks: readonly Condition[] | undefined): readonly string[] {
  if (marks === undefined || marks.length === 0) return []
  const held = marks.map((mark, index) => `case when ${compileCondition(source, mark)} then ${index} end`)
  return [`array_remove(array[${held.join(', ')}]::int[], null) as "$marks"`]
}
