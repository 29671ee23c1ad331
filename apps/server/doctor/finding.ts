import type { Clock, Label } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import type { Config } from '../config.ts'

/** What one check found. */
export type Finding = {
  readonly check: string
  readonly status: 'ok' | 'warning' | 'failure'
  readonly text: Label
  /** What to do about it. */
  readonly advice?: Label
}

/** What checks of the machine look at. */
export type MachineContext = { readonly config: Config; readonly clock: Clock }

/** What checks inside the database look at. */
export type DatabaseContext = MachineContext & { readonly database: Database; readonly isEmbedded: boolean }

export type MachineCheck = (context: MachineContext) => Promise<readonly Finding[]>
export type DatabaseCheck = (context: DatabaseContext) => Promise<readonly Finding[]>
