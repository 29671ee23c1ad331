import type { ImportCounts, ImportState } from './import.ts'
import type { Json } from './json.ts'
import type { Label } from './locale.ts'

export const BRING_OVER_STATES = [
  'collecting',
  'planning',
  'planned',
  'running',
  'paused',
  'done',
  'cancelled',
  'failed',
  'undoing',
  'undone',
] as const
export type BringOverState = (typeof BRING_OVER_STATES)[number]

/** A system whose exports can be brought over, and what has to be decided before. */
export type OtherSystem = {
  readonly source: string
  readonly name: string
  /** Objects its records become. */
  readonly objects: readonly string[]
  readonly questions: readonly BringOverQuestion[]
}

/** A question to the person who brings an export over: yes or no, or a record of an object. */
export type BringOverQuestion = {
  readonly key: string
  readonly label: Label
  readonly help: Label
  /** The object to choose a record of; null for yes or no. */
  readonly target: string | null
  readonly initial: Json
}

/** What one file becomes. */
export type PlannedPart = {
  readonly file: string
  readonly object: string
  /** A second look at a file that only ties its records to each other. */
  readonly ties: boolean
  readonly rows: number
  /** Rows of these that stay out, by why. */
  readonly out: readonly { readonly rows: number; readonly why: Label }[]
  readonly columns: readonly { readonly header: string; readonly fields: readonly string[] }[]
  readonly unknown: readonly string[]
  /** Ids of other records in the rows, and how many of them lead to a row of these files or a record that is here. */
  readonly links: readonly { readonly field: string; readonly asked: number; readonly inFiles: number; readonly here: number }[]
}

export type BringOverPlan = {
  readonly parts: readonly PlannedPart[]
  readonly left: readonly { readonly file: string; readonly why: Label }[]
  /** Rights the person lacks, by object. */
  readonly missing: readonly { readonly object: string; readonly rights: readonly ('create' | 'import')[] }[]
  /** The files look like those of another system. */
  readonly rather: string | null
}

/** One import of a run, in the order in which they are made. */
export type BringOverPart = {
  readonly file: string
  readonly object: string
  readonly import: string
  readonly state: ImportState
  readonly rows: number
  readonly progress: number
  readonly counts: ImportCounts
}

/** An export of another system on its way into this one. */
export type BringOverRun = {
  readonly id: string
  readonly system: string
  readonly state: BringOverState
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
  readonly settings: { readonly [question: string]: Json }
  readonly plan: BringOverPlan | null
  readonly parts: readonly BringOverPart[]
  readonly error: string | null
  readonly created_at: string
  readonly finished_at: string | null
}
