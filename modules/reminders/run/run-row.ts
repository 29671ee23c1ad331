import type { Tx } from '@perigon/db'
import type { Kernel, Source } from '@perigon/kernel'
import type { CompanyDay } from '../ladder/company-day.ts'
import type { ActiveLadder } from '../ladder/rule.ts'
import type { Standing } from '../ladder/standing.ts'

/** A run as its ledger has it: what it is at, which rungs are over, and behind which record or login it goes on. */
export type Run = {
  readonly id: string
  readonly day: string
  readonly phase: 'mark' | 'tell'
  readonly done: readonly string[]
  /** The rung that `place` is a place in. */
  readonly rung: string | null
  readonly place: string | null
}

/** One chunk's surroundings; everything in it happens in one transaction together with the run's progress. */
export type Chunk = { readonly kernel: Kernel; readonly tx: Tx; readonly run: Run; readonly day: CompanyDay }

/** How far a chunk came: where the next goes on (null: this rung is over), what it did, and what was wrong with the rule. */
export type Progress = {
  readonly place: string | null
  readonly counts: { readonly [what: string]: number }
  readonly problem?: string
}

/** A rung of a rule that is on. */
export type Rung = { readonly ladder: ActiveLadder; readonly index: number }

/** A rung in SQL as the system reads it, with the parameters collected so far. */
export type RungStatement = { readonly source: Source; readonly standing: Standing; readonly values: unknown[] }
