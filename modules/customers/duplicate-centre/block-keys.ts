import { hashOf, ruleKey, type ScanRule, type ScannedRecord } from './scanned-record.ts'

/** One block a record belongs to. Within a block records are sorted, so that of a block too big the nearest are compared. */
export type BlockKey = { readonly rule: number; readonly hash: number; readonly sort: number; readonly record: string }

/** Names shorter than this are not looked at for likeness: one letter more or less makes another name. */
const SHORTEST = 4

/** The first three letters as a number, for sorting: names that begin alike come to lie side by side. */
function sortOf(text: string): number {
  return (text.charCodeAt(0) || 0) * 2 ** 32 + (text.charCodeAt(1) || 0) * 2 ** 16 + (text.charCodeAt(2) || 0)
}

/**
 * The pieces of a name of which two alike names share one: the first and the last half. Of a length that is odd both halves of it,
 * the shorter and the longer, so that a letter too many or too few, wherever it stands, leaves one of the halves equal.
 */
export function piecesOf(core: string): readonly { readonly piece: string; readonly rest: string }[] {
  const letters = [...core]
  const { length } = letters
  if (length < SHORTEST) return []
  const sizes = new Set([Math.floor(length / 2), Math.ceil(length / 2)])
  return [...sizes].flatMap((size) => {
    const [head, rest] = [letters.slice(0, size).join(''), letters.slice(size).join('')]
    const [start, tail] = [letters.slice(0, length - size).join(''), letters.slice(length - size).join('')]
    return [
      { piece: `<${head}`, rest },
      { piece: `>${tail}`, rest: start },
    ]
  })
}

/** Fields of which the database lets no two records have the same; equal keys need not be looked for. */
const UNIQUE = ['credit_code']

/** All blocks of a record under these rules. */
export function blockKeysOf(record: ScannedRecord, rules: readonly ScanRule[]): readonly BlockKey[] {
  return rules.flatMap((rule, index): readonly BlockKey[] => {
    if (UNIQUE.includes(rule.field)) return []
    if (rule.compare === 'alike')
      return piecesOf(record.core).map(({ piece, rest }) => ({ rule: index, hash: hashOf(piece), sort: sortOf(rest), record: record.id }))
    const key = ruleKey(rule, record)
    return key === null ? [] : [{ rule: index, hash: hashOf(key), sort: sortOf(record.core), record: record.id }]
  })
}
