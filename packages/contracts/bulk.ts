import type { Condition } from './condition.ts'
import type { Json } from './json.ts'

export const BULK_VERBS = ['edit', 'transfer', 'tag', 'delete'] as const
export type BulkVerb = (typeof BULK_VERBS)[number]
/** What the ledger knows besides: groups of duplicates made one record each. */
export type BulkWorkVerb = BulkVerb | 'merge'

export const BULK_STATES = ['queued', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone'] as const
export type BulkState = (typeof BULK_STATES)[number]

/** Words to add to and take off a field of tags. */
export type TagChange = { readonly field: string; readonly add: readonly string[]; readonly remove: readonly string[] }

/** A change of many records: of these, or of all that match the filter and search of a list. */
export type BulkRequest = {
  readonly verb: BulkVerb
  /** Chosen records; without them everything that matches. */
  readonly ids?: readonly string[]
  readonly query?: { readonly filter?: Condition; readonly q?: string }
  /** New values by field (`edit`, `transfer`). */
  readonly patch?: { readonly [field: string]: Json }
  /** What happens to a field of tags (`tag`). */
  readonly tags?: TagChange
}

/** What a change would do, told before it is begun. */
export type BulkPreview = {
  readonly total: number
  /** How many of them the person's rights cover. */
  readonly allowed: number
  /** How many were tried against all rules; less than `total` when there are very many. */
  readonly checked: number
  /** Among the tried: those that have the values already. */
  readonly unchanged: number
  readonly refused: readonly BulkRefusal[]
  /** A few records as they are; the change itself says how they will be. */
  readonly samples: readonly {
    readonly id: string
    readonly title: string
    readonly before: { readonly [field: string]: Json }
    readonly after: { readonly [field: string]: Json }
  }[]
}

export type BulkRefusal = {
  /** How many records, of all where rights are the reason, else of the tried ones. */
  readonly count: number
  readonly code: string
  readonly message: string
  readonly examples: readonly { readonly id: string; readonly title: string }[]
}

/** What a change set, as its reader sees such values today; fields hidden from them by now are left out. */
export type BulkToldChange = {
  readonly id: string
  readonly values: readonly { readonly field: string; readonly value: Json }[]
  readonly tags: TagChange | null
}

/** A record that was not changed, or not taken back, and why. */
export type BulkProblem = {
  readonly object: string
  readonly id: string
  readonly title: string
  readonly code: string
  readonly message: string
}

/** A bulk change as the client reads it from its record. */
export type BulkJob = {
  readonly id: string
  readonly name: string | null
  readonly object: string
  readonly verb: BulkWorkVerb
  readonly state: BulkState
  readonly total: number
  readonly done: number
  /** Had the values already. */
  readonly unchanged: number
  readonly failed: number
  readonly undone: number
  readonly kept: number
  readonly created_at: string
  readonly ended_at: string | null
  readonly error: string | null
}
