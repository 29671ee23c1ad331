import type { AggregateFunction, Operator } from './condition.ts'
import type { Json } from './json.ts'
import type { Label } from './locale.ts'
import type { Bucket } from './query.ts'

export const FIELD_TYPES = [
  'text',
  'long_text',
  'integer',
  'decimal',
  'money',
  'percent',
  'boolean',
  'date',
  'datetime',
  'duration',
  'select',
  'multi_select',
  'tags',
  'link',
  'phone',
  'email',
  'url',
  'auto_number',
  'json',
] as const
export type FieldTypeName = (typeof FIELD_TYPES)[number]

/** A place on a business card (vCard). */
export type CardRole = 'name' | 'organization' | 'job_title' | 'mobile' | 'phone' | 'fax' | 'email' | 'birthday' | 'note'

export type Option = {
  readonly value: string
  readonly label: Label
  /** antd preset colour name: blue, green, gold, red, purple, cyan, magenta, orange, default … */
  readonly color?: string
  /** Words an import also accepts for this option, either language. */
  readonly synonyms?: readonly string[]
  /** “Unknown”: chosen, it says no more than a blank, and gives way to what another record says. */
  readonly blank?: boolean
}

/** Whether a value says nothing: there is none, or only an option that means “unknown” is chosen. */
export function saysNothing(field: { readonly options?: readonly Option[] }, value: Json | undefined): boolean {
  if (value === null || value === undefined || value === '') return true
  if (Array.isArray(value)) return value.every((each) => saysNothing(field, each))
  return field.options?.some((option) => option.blank === true && option.value === value) === true
}

/** What the client must know of a field. Derived from the snapshot for the signed-in person. */
export type FieldMeta = {
  readonly key: string
  readonly type: FieldTypeName
  readonly label: Label
  readonly help?: Label
  readonly required: boolean
  /** Set by the system (computed, audit columns): never in a form. */
  readonly read_only: boolean
  readonly custom: boolean
  /** Where the value stands on a card; objects with a `name` there can be exported as cards. */
  readonly card?: CardRole
  /** Shown in part for this person (138****5678): no filter, sort or group. */
  readonly masked?: true
  /** Longest text, largest list. */
  readonly max?: number
  readonly min?: number
  /** Digits after the point for decimal and percent. */
  readonly scale?: number
  readonly options?: readonly Option[]
  /** Target object key of a link. */
  readonly target?: string
  /** Value a new record starts with. */
  readonly default?: Json
  readonly operators: readonly Operator[]
  readonly measures: readonly AggregateFunction[]
  readonly sortable: boolean
  readonly groupable: boolean
  readonly buckets?: readonly Bucket[]
  /** Words an import header may use for this field, besides both labels and the key. */
  readonly synonyms?: readonly string[]
}

/** A reverse relation: records of `object` whose link `field` points here. */
export type RelationMeta = { readonly key: string; readonly object: string; readonly field: string; readonly label: Label }

export type SectionMeta = { readonly label: Label; readonly fields: readonly string[] }

export type VerbMeta = {
  readonly key: string
  readonly label: Label
  /** Parameters, drawn as a small form. POST /api/v1/{path}/{id}/{key} with these as the body. */
  readonly params: readonly FieldMeta[]
  readonly danger: boolean
}

export type ObjectMeta = {
  readonly key: string
  /** Path segment: /api/v1/{path} and the browser route /{path}. */
  readonly path: string
  readonly module: string
  readonly label: { readonly one: Label; readonly many: Label }
  /** Field whose value names the record. */
  readonly title: string
  readonly fields: readonly FieldMeta[]
  readonly relations: readonly RelationMeta[]
  readonly list: readonly string[]
  readonly sort: readonly string[]
  readonly form: readonly SectionMeta[]
  /** Fields of the quick-create drawer (≤ 8). */
  readonly quick: readonly string[]
  readonly highlights: readonly string[]
  /** Related lists on the record page: relation keys in order. */
  readonly related: readonly string[]
  /** Links to the records these belong to and whose people may see them. */
  readonly follows: readonly string[]
  /** Link or select field whose values are the columns of the board. */
  readonly board?: { readonly by: string; readonly sum?: string; readonly card: readonly string[] }
  readonly verbs: readonly VerbMeta[]
  readonly can: {
    readonly create: boolean
    readonly update: boolean
    readonly delete: boolean
    readonly import: boolean
    readonly export: boolean
  }
  /** Shown in the navigation and in search. */
  readonly navigable: boolean
  readonly searchable: boolean
}

export type ClientMeta = {
  readonly version: number
  readonly objects: readonly ObjectMeta[]
}

/** GET /api/v1/session */
export type SessionInfo = {
  readonly user: { readonly id: string; readonly login: string; readonly name: string; readonly locale: 'zh-CN' | 'en-US' }
  readonly employee: { readonly id: string; readonly name: string } | null
  readonly company: { readonly name: string; readonly base_currency: string; readonly time_zone: string }
  readonly roles: readonly string[]
  /** The same with the names people know them by. */
  readonly role_names: readonly { readonly key: string; readonly label: Label }[]
  readonly admin: boolean
  /** Send back in `x-csrf-token` with every request that writes. */
  readonly csrf: string
  /** What has to be done before anything else works; null when nothing. */
  readonly must: 'second_factor' | null
}
