import type { Label } from '@perigon/contracts'
import { EmbeddedDatabaseError } from '@perigon/db/embedded'
import type { ConfigProblem } from '../config.ts'

/** Writes for a person at a terminal; the only way for a command to say something. */
export type Printer = {
  readonly language: keyof Label
  /** A line of the answer (standard output). */
  line(text: string | Label): void
  /** A line about the work (standard error). */
  note(text: string | Label): void
  /** The answer for a machine: one JSON document on standard output. */
  json(value: unknown): void
}

/** A printer for the terminal of this process. */
export function createPrinter(language: keyof Label): Printer {
  const pick = (text: string | Label) => (typeof text === 'string' ? text : text[language])
  return {
    language,
    line: (text) => void process.stdout.write(`${pick(text)}\n`),
    note: (text) => void process.stderr.write(`${pick(text)}\n`),
    json: (value) => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
  }
}

/** Wrong settings as a list that says what to change. */
export function formatProblems(problems: readonly ConfigProblem[], language: keyof Label): string {
  const title = { zh: '设置有误：', en: 'Some settings are wrong:' }[language]
  const lines = problems.map(({ name, value, message }) => `  ${name}${value === '' ? '' : `=${value}`}  ${message[language]}`)
  return [title, ...lines].join('\n')
}

/** Any failure as text for a person: what, why, what to do. */
export function formatFailure(error: unknown, language: keyof Label): string {
  if (error instanceof EmbeddedDatabaseError) {
    const details = error.details === '' ? [] : error.details.trimEnd().split('\n').slice(-20)
    return [`✗ ${error.text[language]}`, ...details.map((line) => `    ${line}`), `→ ${error.advice[language]}`].join('\n')
  }
  if (!(error instanceof Error)) return `✗ ${String(error)}`
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `✗ ${error.message || error.name}${cause}`
}
