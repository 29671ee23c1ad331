import type { Json } from '@perigon/contracts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'

const BETWEEN = '；'
const MOST_LETTERS = 500

const named = (value: Json | undefined): readonly string[] =>
  typeof value === 'string'
    ? value
        .split(BETWEEN)
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : []

/**
 * The titles a record had before, as its `former` field holds them, with these added: each once, without the one it has, the oldest
 * gone where they become too many.
 */
export function formerTitles(kept: Json | undefined, added: readonly (Json | undefined)[], title: Json | undefined): string | null {
  const all = [...new Set([...named(kept), ...added.flatMap(named)])].filter((each) => each !== title)
  while (all.join(BETWEEN).length > MOST_LETTERS) all.shift()
  return all.length === 0 ? null : all.join(BETWEEN)
}

/** What a changed title leaves behind; nothing where the object does not keep it. */
export function leftBehind(
  object: ObjectSnapshot,
  before: { readonly [field: string]: Json },
  image: { readonly [field: string]: Json },
): { readonly [field: string]: Json } {
  const { title, former } = object.definition
  return former === undefined ? {} : { [former]: formerTitles(image[former], [before[title]], image[title]) }
}
