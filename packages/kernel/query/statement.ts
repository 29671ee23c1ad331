import { createHash } from 'node:crypto'
import type { Statement } from '@perigon/db'
import type { Bind } from '@perigon/fields'

/** Collects the parameters of one statement while its text is put together. */
export type Parameters = { readonly values: unknown[]; readonly bind: Bind }

export function parameters(): Parameters {
  const values: unknown[] = []
  return { values, bind: (value) => `$${values.push(value)}` }
}

const MAX_NAMED = 400
/** Both in the order they were last asked in. */
const names = new Map<string, string>()
const askedOnce = new Set<string>()

/**
 * Gives a statement a name, so that it is parsed and planned once per connection. Those that were asked last have one, from the second
 * time on: people's own filters must not fill the servers' memory, nor keep what is asked all day from being prepared.
 */
export function prepared(text: string, values: readonly unknown[]): Statement {
  const name = names.get(text) ?? nameOf(text)
  if (name === null) return { text, values }
  names.delete(text)
  names.set(text, name)
  forgetOldest(names)
  return { text, values, name }
}

function nameOf(text: string): string | null {
  if (askedOnce.delete(text)) return `p${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`
  askedOnce.add(text)
  forgetOldest(askedOnce)
  return null
}

function forgetOldest(kept: Map<string, string> | Set<string>): void {
  if (kept.size <= MAX_NAMED) return
  const [oldest] = kept.keys()
  if (oldest !== undefined) kept.delete(oldest)
}
