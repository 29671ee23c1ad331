import type { Json } from './json.ts'

/**
 * The one condition language: lists, boards, cards, aggregates, and later rules and reports.
 *
 * - `field` is a key of the object or a path through links: `customer.industry.name`.
 * - `has` / `has_no` name a reverse relation of the object (`contacts`, `opportunities`): records related to this one,
 *   optionally narrowed by `where`, optionally counted (`min`).
 * - `aggregate` compares a measure over a reverse relation ("order amount in 12 months ≥ 100,000").
 * - `search` finds a text in the searchable fields of the record.
 */
export type Condition =
  | { readonly and: readonly Condition[] }
  | { readonly or: readonly Condition[] }
  | { readonly not: Condition }
  | FieldCondition
  | { readonly has: string; readonly where?: Condition; readonly min?: number }
  | { readonly has_no: string; readonly where?: Condition }
  | AggregateCondition
  | { readonly search: string }

export type FieldCondition = { readonly field: string; readonly op: Operator; readonly value?: ConditionValue }

export type AggregateCondition = {
  readonly aggregate: {
    readonly relation: string
    readonly fn: AggregateFunction
    readonly field?: string
    readonly where?: Condition
  }
  readonly op: 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte'
  readonly value: number | string
}

export const OPERATORS = [
  'eq',
  'neq',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'in',
  'not_in',
  'contains',
  'not_contains',
  'starts_with',
  'empty',
  'not_empty',
  'within',
  'anniversary_within',
  'before',
  'after',
  'has_any',
  'has_all',
] as const
/**
 * `within`, `before`, `after` take a relative period; `anniversary_within` too, or two days: the date has its day of the year within
 * them, whatever its year; `has_any`/`has_all` are for multi-valued fields.
 */
export type Operator = (typeof OPERATORS)[number]

/** A literal, a list of literals, the signed-in person (`me`), their department tree, or a relative period. */
export type ConditionValue = Json | { readonly me: true } | { readonly my_departments: true } | RelativePeriod

export const PERIODS = [
  'today',
  'yesterday',
  'tomorrow',
  'this_week',
  'last_week',
  'next_week',
  'this_month',
  'last_month',
  'next_month',
  'this_quarter',
  'last_quarter',
  'next_quarter',
  'this_year',
  'last_year',
  'next_year',
  'last_n_days',
  'next_n_days',
  'last_n_months',
  'next_n_months',
] as const
/** A period relative to now in the reader's time zone; weeks start on Monday. `n` only with the `_n_` kinds. */
export type RelativePeriod = { readonly period: (typeof PERIODS)[number]; readonly n?: number }

export const AGGREGATE_FUNCTIONS = ['count', 'count_distinct', 'sum', 'avg', 'min', 'max', 'median', 'p25', 'p75', 'p90'] as const
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number]

/** Nesting beyond this depth is refused (`query.too_deep`). */
export const MAX_CONDITION_DEPTH = 12
/** More leaves than this are refused (`query.too_large`). */
export const MAX_CONDITION_LEAVES = 200
