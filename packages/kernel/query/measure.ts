import { AppError, type Measure } from '@perigon/contracts'
import { columnNamer, type Source } from './source.ts'

const PERCENTILE = { median: 0.5, p25: 0.25, p75: 0.75, p90: 0.9 } as const

function refuse(measure: Measure): never {
  throw new AppError('query.measure', { data: { field: measure.field ?? '', fn: measure.fn } })
}

/** SQL aggregate of a measure without its own filter. */
export function measureSql(source: Source, measure: Measure, filter = ''): string {
  const { fn } = measure
  if (measure.field === undefined) {
    if (fn !== 'count') refuse(measure)
    return `count(*)${filter}`
  }
  const { field, alias } = source.resolveOpen(measure.field)
  if (!field.type.measures.includes(fn)) refuse(measure)
  const value = field.type.measure(columnNamer(field, alias))
  if (fn === 'count') return `count(${value})${filter}`
  if (fn === 'count_distinct') return `count(distinct ${value})${filter}`
  if (fn === 'sum' || fn === 'avg' || fn === 'min' || fn === 'max') return `${fn}(${value})${filter}`
  return `percentile_cont(${PERCENTILE[fn]}) within group (order by ${value})${filter}`
}

/** Counts travel as numbers, everything else as text so that no digit is lost. */
export function isCount(measure: Measure): boolean {
  return measure.fn === 'count' || measure.fn === 'count_distinct'
}
