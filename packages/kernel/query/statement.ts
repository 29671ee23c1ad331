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
const names = new Map<string, string>()

/**
 * Gives a statement a name, so that it is parsed and planned once per connection. Only the first 400 different texts
 * of a process get one: people's own filters must not fill the servers' memory.
 */
export function prepared(text: string, values: readonly unknown[]): Statement {
  let name = names.get(text)
  if (name === undefined) {
    if (names.size >= MAX_NAMED) return { text, values }
    name = `p${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`
    names.set(text, name)
  }
  return { text, values, name }
}
