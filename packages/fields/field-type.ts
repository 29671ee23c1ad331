import type { AggregateFunction, Bucket, FieldTypeName, IssueCode, Json, Locale, Operator } from '@perigon/contracts'
import type { FieldDefinition } from '@perigon/define'

export type ValueIssue = { readonly code: IssueCode; readonly data?: { readonly [name: string]: Json } }
export type Parsed = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly issue: ValueIssue }

/** What a codec may know besides the value. */
export type ParseContext = {
  readonly base_currency: string
  /** Units of base currency for one unit of `currency`, as a decimal string; null when unknown. */
  readonly rate: (currency: string) => string | null
  /** A module's named text check. */
  readonly check: (name: string, value: string) => { readonly value: string } | { readonly issue: ValueIssue }
  readonly locale: Locale
  readonly time_zone: string
}

/** Adds a parameter to the statement being built and returns its place (`$3`). */
export type Bind = (value: unknown) => string

export type ColumnType = { readonly suffix: string; readonly type: string }

/** SQL name of a column of this field: `column('')` is the main one, `column('_currency')` a part. */
export type ColumnName = (suffix: string) => string

/**
 * One field type. The kernel knows fields only through this contract; nothing asks for the type's name.
 * Stored JSON is the canonical value hooks see and events keep; wire JSON is what readers get.
 */
export type FieldType = {
  readonly name: FieldTypeName
  readonly columns: readonly ColumnType[]
  /** `unknown` from JSON → canonical value. Null, undefined and blank text become null before this is called. */
  readonly parse: (input: unknown, field: FieldDefinition, context: ParseContext) => Parsed
  /** Text from a file → canonical value; more forgiving than `parse`. */
  readonly parseText: (text: string, field: FieldDefinition, context: ParseContext) => Parsed
  /** Canonical value → JSON per column, in the order of `columns`. */
  readonly toColumns: (value: Json) => readonly Json[]
  /** SQL expression giving the canonical value in JSON rows. */
  readonly stored: (column: ColumnName) => string
  /** SQL expression giving the wire value in JSON rows; links are printed by the kernel. */
  readonly wire: (column: ColumnName) => string
  /** SQL expression rows are sorted and grouped by. */
  readonly sortKey: ((column: ColumnName) => string) | null
  readonly operators: readonly Operator[]
  /** SQL condition. `value` has been through `parseOperand`. */
  readonly condition: (input: {
    readonly column: ColumnName
    readonly op: Operator
    readonly value: Json
    readonly bind: Bind
    readonly field: FieldDefinition
  }) => string
  /** One operand of a condition → canonical value. */
  readonly parseOperand: (input: unknown, field: FieldDefinition, context: ParseContext) => Parsed
  readonly measures: readonly AggregateFunction[]
  /** SQL expression that measures are taken of. */
  readonly measure: (column: ColumnName) => string
  readonly groupable: boolean
  readonly buckets?: readonly Bucket[]
  readonly jsonSchema: (field: FieldDefinition, mode: 'read' | 'write') => { readonly [key: string]: Json }
  /** Canonical value → text for search and export; labels by locale. */
  readonly print: (value: Json, field: FieldDefinition, locale: Locale) => string
  /**
   * Whether two values say the same, neither being null. Parsed values and those the database gives back may be written
   * differently (`…Z` and `…+00:00`, `1.00` and `1`). Without it values are compared by content.
   */
  readonly same?: (a: Json, b: Json) => boolean
  /** What is left of a text once that is taken away which says nothing of it (a country code), before it is masked. */
  readonly bare?: { readonly sql: (text: string) => string; readonly text: (text: string) => string }
  /** Example for the field contract suite: accepted input → canonical value, and inputs refused. */
  /** The field chooses from its options, so there must be some. */
  readonly needsOptions?: true
  readonly examples: {
    readonly good: readonly (readonly [unknown, Json])[]
    readonly bad: readonly unknown[]
    readonly text: readonly (readonly [string, Json])[]
    /** Two ways to write one value. */
    readonly same?: readonly (readonly [Json, Json])[]
    readonly differ?: readonly (readonly [Json, Json])[]
  }
}

export const ok = (value: Json): Parsed => ({ ok: true, value })
export const bad = (code: IssueCode, data?: { readonly [name: string]: Json }): Parsed =>
  data === undefined ? { ok: false, issue: { code } } : { ok: false, issue: { code, data } }

/** The usual refusal: what was expected, in both languages. */
export const wrongType = (zh: string, en: string): Parsed => bad('type', { expected: { zh, en } })
