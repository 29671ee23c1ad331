import type { Label } from '@perigon/contracts'

export type EmbeddedFailureCode =
  | 'held'
  | 'no_binaries'
  | 'no_account'
  | 'foreign_owner'
  | 'wrong_version'
  | 'cannot_create'
  | 'cannot_start'
  | 'wrong_password'

/** Why the embedded database could not be brought up, with what to do about it. */
export class EmbeddedDatabaseError extends Error {
  readonly code: EmbeddedFailureCode
  readonly text: Label
  readonly advice: Label
  readonly details: string

  constructor(code: EmbeddedFailureCode, message: { text: Label; advice: Label; details?: string; cause?: unknown }) {
    super(message.text.en, { cause: message.cause })
    this.name = 'EmbeddedDatabaseError'
    this.code = code
    this.text = message.text
    this.advice = message.advice
    this.details = message.details ?? ''
  }
}
