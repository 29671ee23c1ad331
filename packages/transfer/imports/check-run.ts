import type { ImportMapping, ImportProblem, Issue, Json } from '@perigon/contracts'
import type { Actor, ObjectSnapshot } from '@perigon/kernel'
import type { CreatesCheck } from './creates.ts'
import type { ImportDeps } from './import-deps.ts'
import type { StoredImport } from './import-store.ts'
import type { LinkResolver } from './link-resolver.ts'
import type { MappedColumn, ParsedRow } from './parse-row.ts'
import type { FilledPart, Related } from './related.ts'

export type Counts = { new: number; update: number; skip: number; fail: number }
export type Outcome = {
  readonly row: number
  readonly cells: readonly string[]
  patch: { readonly [field: string]: Json }
  /** Links to rows of the same file, settled when all are read. */
  readonly pending: ParsedRow['pending']
  /** What the row says of records below its own, by part. */
  readonly below: ReadonlyMap<string, ParsedRow>
  related: readonly Related[]
  /** The row's id in the other system. */
  readonly external: string | null
  readonly blanked: readonly Issue[]
  status: keyof Counts
  record: string | null
  issues: readonly Issue[]
}

export type Run = {
  readonly deps: ImportDeps
  readonly job: StoredImport
  readonly actor: Actor
  readonly object: ObjectSnapshot
  readonly mapping: ImportMapping
  readonly columns: readonly MappedColumn[]
  readonly links: LinkResolver
  readonly parts: readonly FilledPart[]
  readonly creates: CreatesCheck
  /** Linked records that a row to be written leads to. */
  readonly wanted: Set<string>
  readonly seenBelow: Map<string, string>
  readonly counts: Counts
  blanked: number
  readonly partCounts: Map<string, { new: number; update: number }>
  readonly problems: ImportProblem[]
  readonly unmatched: Map<string, { readonly field: string; readonly text: string; rows: number }>
  /** Match key → record of an earlier row of the same file. */
  readonly seen: Map<string, string>
  /** Folded title → record of a row, kept only when rows may link to each other. */
  readonly titles: Map<string, string> | null
  readonly waiting: Waiting[]
  readonly staging: { last: Promise<void> }
}

/** A link of a row to another row of the same file. */
export type Waiting = { readonly row: number; readonly status: keyof Counts; readonly field: string; readonly text: string }
