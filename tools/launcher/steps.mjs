import { say } from './language.mjs'

/** A failure that says what broke and what the reader can do about it; both texts are `{ zh, en }`. */
export class StepError extends Error {
  constructor(what, advice, details = '') {
    super(say(what))
    this.name = 'StepError'
    this.advice = say(advice)
    this.details = details
  }
}

/**
 * Makes a function that runs one step and prints one line for it: `✓ label (1.2 s)`.
 * Slow steps announce themselves while they run; `work` may return `{ note }` to add a remark.
 */
export function createSteps({ quiet = false, out = process.stderr } = {}) {
  return async (label, work) => {
    const begun = performance.now()
    const announce = quiet ? undefined : setTimeout(() => out.write(`… ${say(label)}\n`), 1500)
    try {
      const result = await work()
      const note = result?.note ? ` – ${say(result.note)}` : ''
      const seconds = ((performance.now() - begun) / 1000).toFixed(1)
      if (!quiet) out.write(`✓ ${say(label)}${note} (${seconds} s)\n`)
      return result
    } catch (error) {
      error.label ??= say(label)
      throw error
    } finally {
      clearTimeout(announce)
    }
  }
}

/** Writes a failed step for a person: what, the tail of the tool's own output, what to do. */
export function printFailure(error, out = process.stderr) {
  const label = error.label ? `${error.label}: ` : ''
  out.write(`✗ ${label}${error.message}\n`)
  if (error.details) out.write(`${indent(error.details)}\n`)
  if (error.advice) out.write(`→ ${error.advice}\n`)
  else if (!(error instanceof StepError)) out.write(`${error.stack}\n`)
}

function indent(text) {
  return text
    .trimEnd()
    .split('\n')
    .slice(-30)
    .map((line) => `    ${line}`)
    .join('\n')
}
