import { hubspot } from './hubspot.ts'
import type { Kind, Preset } from './preset.ts'
import { fold } from './read-folder.ts'
import { salesforce } from './salesforce.ts'
import { zendesk } from './zendesk.ts'

/** The systems whose exports can be brought over. */
export const PRESETS: readonly Preset[] = [hubspot, salesforce, zendesk]

export function presetOf(source: unknown): Preset | undefined {
  return PRESETS.find((preset) => preset.source === source)
}

function wordsOf(kind: Kind): readonly (readonly [string, string])[] {
  return Object.entries(kind.fields).flatMap(([field, from]) =>
    typeof from === 'function' ? [] : from.map((name): readonly [string, string] => [fold(name), field]),
  )
}

/**
 * What the columns of a single file mean when it is one of a known system: header → field. Empty for a file that lacks the id and the
 * columns by which such files are known.
 */
export function knownColumns(object: string, header: readonly string[]): ReadonlyMap<string, string> {
  const folded = new Set(header.map(fold))
  const has = (names: readonly string[]): boolean => names.some((name) => folded.has(fold(name)))
  const kind = PRESETS.flatMap((preset) => preset.kinds).find(
    (each) => each.object === object && each.only === undefined && has(each.key) && has(each.known),
  )
  const words = new Map(kind === undefined ? [] : wordsOf(kind))
  return new Map(header.flatMap((name): [string, string][] => (words.has(fold(name)) ? [[name, words.get(fold(name)) ?? '']] : [])))
}
