import type { AggregateFunction, Condition } from './condition.ts'
import type { Json } from './json.ts'

/** One page of records. Page size 1–200, default 50. `sort` keys: `name` ascending, `-amount` descending; paths allowed. */
export type ListQuery = {
  readonly filter?: Condition
  /** Free text over the searchable fields; the same as an `and` with `{ search }`. */
  readonly q?: string
  readonly sort?: readonly string[]
  /** Keys and link paths to return (`name`, `customer.industry`). Absent: all fields of the object. */
  readonly fields?: readonly string[]
  readonly limit?: number
  readonly cursor?: string
  /** `true`: exact count; `capped`: stops at 10,000 (then `count_capped` is true). */
  readonly count?: boolean | 'capped'
  /**
   * Conditions asked of each row, at most 10; a record then has `$marks`, the indexes of those that hold. For colours by rule:
   * one statement, the reader's rights.
   */
  readonly marks?: readonly Condition[]
  /** `only`: the trash instead of the living. */
  readonly trash?: 'only'
}

/** How many there are, up to 10,000; null when counting would have taken too long. */
export type CountResult = { readonly count: number | null; readonly count_capped: boolean }

export type Page<R = WireRecord> = {
  readonly data: readonly R[]
  /** Pass as `cursor` for the next page; null at the end. */
  readonly next: string | null
  readonly count?: number
  readonly count_capped?: boolean
}

/**
 * A record on the wire: `id`, `version`, then field key → value. Values by type:
 * text/long_text/phone/email/url/auto_number: string · integer/duration: number · decimal/percent: decimal string ·
 * money: `{ amount, currency, base }` (decimal strings; `base` is read-only) · boolean · date: `YYYY-MM-DD` ·
 * datetime: ISO 8601 with offset · select: option value · multi_select/tags: string[] · link: `{ id, title }` when read, the id when written ·
 * json: any JSON. Absent values are null.
 */
export type WireRecord = { readonly id: string; readonly version: number } & { readonly [field: string]: Json }

export type Bucket = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** Measures × groupings × filter over any object. Rows come back as `{ keys: […], values: […] }` in the order asked for. */
export type AggregateQuery = {
  readonly filter?: Condition
  readonly measures: readonly Measure[]
  readonly group?: readonly Grouping[]
  /** Indexes into measures/groups: `m0`, `-m1`, `g0`. Default: groups ascending. */
  readonly sort?: readonly string[]
  /** 1–1,000 groups, default 200. */
  readonly limit?: number
}

/** `field` may be a path; money is measured in base currency. `where` narrows this measure alone. */
export type Measure = { readonly fn: AggregateFunction; readonly field?: string; readonly where?: Condition }

export type Grouping = { readonly field: string; readonly bucket?: Bucket }

export type AggregateResult = {
  /** `keys`: group values as on the wire (links: `{ id, title }`, buckets: first day). `values`: number, decimal string or null. */
  readonly rows: readonly { readonly keys: readonly Json[]; readonly values: readonly (number | string | null)[] }[]
  readonly truncated: boolean
}

/** One change of a batch. `row_by_row` reports each; otherwise all or nothing. */
export type BatchRequest = {
  readonly operations: readonly BatchOperation[]
  readonly mode?: 'all_or_nothing' | 'row_by_row'
}
export type BatchOperation =
  | { readonly op: 'create'; readonly data: { readonly [field: string]: Json } }
  | { readonly op: 'update'; readonly id: string; readonly version?: number; readonly data: { readonly [field: string]: Json } }
  | { readonly op: 'delete' | 'restore'; readonly id: string; readonly version?: number }

/** One line of a record's history: who changed what, when. */
export type HistoryEntry = {
  readonly id: string
  readonly at: string
  readonly op: 'create' | 'update' | 'delete' | 'restore'
  readonly actor: { readonly id: string | null; readonly name: string }
  readonly version: number
  /** Field key → before and after, printed as on the wire. */
  readonly changes: { readonly [field: string]: { readonly before: Json; readonly after: Json } }
  readonly cause: Json
}
