import type { Label } from '@perigon/contracts'
import type { Field, FieldDefinition } from './field.ts'

type FieldKey<F> = Extract<keyof F, string>

/**
 * Who may meet records of an object, before roles and scopes narrow it:
 * - `owned`: has owner and department; rows are scoped by role.
 * - `reference`: master data that everyone signed in reads and administrators write.
 * - `personal`: seen and changed by its `owner` alone; with `shared: true` others read it.
 * - `internal`: only system actors and administrators.
 */
export type AccessKind = 'owned' | 'reference' | 'personal' | 'internal'

export type RuleWhen = { readonly [field: string]: string | boolean | readonly string[] }

/** When the record looks like this, these fields must be filled. */
export type Rule = { readonly when: RuleWhen; readonly require: readonly string[] }

export type Section = { readonly label: Label; readonly fields: readonly string[] }

export type ObjectViews = {
  readonly list: readonly string[]
  readonly sort?: readonly string[]
  readonly form: readonly Section[]
  readonly quick?: readonly string[]
  readonly highlights?: readonly string[]
  readonly related?: readonly string[]
  readonly board?: { readonly by: string; readonly sum?: string; readonly card: readonly string[] }
}

export type ObjectSettings<F> = {
  readonly module: string
  /** Path segment of API and browser, plural, kebab-case. */
  readonly path: string
  readonly label: { readonly one: Label; readonly many: Label }
  readonly title: FieldKey<F>
  readonly access: AccessKind
  readonly fields: F
  readonly indexes?: readonly (readonly string[])[]
  readonly rules?: { readonly [name: string]: Rule }
  /** Field → state → states it may change into. */
  readonly transitions?: { readonly [field: string]: { readonly [state: string]: readonly string[] } }
  readonly views: ObjectViews
  readonly navigable?: boolean
  /** Rows are never changed or deleted once written. */
  readonly append_only?: boolean
  /** A yes/no field; where it is yes, only the owner sees the row, whatever the role. */
  readonly private?: FieldKey<F>
  /** A text that keeps the titles a record had before, and those of records merged into it. */
  readonly former?: FieldKey<F>
  /** The title for readers of English, where a record has one. */
  readonly title_en?: FieldKey<F>
  /** Links to owned records this one belongs to: whose own they are, or with whom they are shared, reads this one too. */
  readonly follows?: readonly FieldKey<F>[]
}

/** An object definition with its precise types erased, as the kernel and the lists of definitions hold it. */
export type ObjectDefinition = {
  readonly key: string
  readonly module: string
  readonly path: string
  readonly label: { readonly one: Label; readonly many: Label }
  readonly title: string
  readonly access: AccessKind
  readonly fields: { readonly [key: string]: FieldDefinition }
  readonly indexes?: readonly (readonly string[])[]
  readonly rules?: { readonly [name: string]: Rule }
  readonly transitions?: { readonly [field: string]: { readonly [state: string]: readonly string[] } }
  readonly views: ObjectViews
  readonly navigable?: boolean
  readonly append_only?: boolean
  readonly private?: string
  readonly former?: string
  readonly title_en?: string
  readonly follows?: readonly string[]
}

export type TypedObject<K extends string, F> = ObjectDefinition & {
  readonly key: K
  readonly fields: F & { readonly [key: string]: FieldDefinition }
}

/** Declares an object: shape, rules and access as data. `compile()` checks that every name in it exists. */
export function defineObject<const K extends string, const F extends { readonly [key: string]: FieldDefinition }>(
  key: K,
  settings: ObjectSettings<F>,
): TypedObject<K, F> {
  return { key, ...settings }
}

type ValueOf<D> = D extends Field<infer V, infer _Req> ? V : never
type IsRequired<D> = D extends Field<infer _V, infer Req> ? (Req extends true ? true : false) : false

/** Columns the kernel adds to every record. */
export type SystemFields = {
  readonly id: string
  readonly version: number
  readonly created_at: string
  readonly created_by: string | null
  readonly updated_at: string
  readonly updated_by: string | null
  readonly deleted_at: string | null
}

/** The record of a definition: required fields are there, the others may be null. */
export type RecordOf<D> =
  D extends TypedObject<infer _K, infer F>
    ? SystemFields & {
        readonly [P in keyof F as P extends string ? P : never]: IsRequired<F[P]> extends true ? ValueOf<F[P]> : ValueOf<F[P]> | null
      }
    : never
