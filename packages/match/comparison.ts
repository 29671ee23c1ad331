import { jaroWinkler } from './jaro-winkler.ts'

/**
 * How alike two values are, as a level: 0 different, the highest equal. Null when one of them is missing: that tells
 * nothing. Values come folded.
 */
export type Comparison = { readonly levels: number; readonly of: (a: string, b: string) => number }

const ALIKE = 0.92
const SIMILAR = 0.8

/** Different by one wrong, missing, additional or swapped character. */
function isOneSlip(a: string, b: string): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && long[at] === short[at]) at += 1
  if (long.length > short.length) return long.slice(at + 1) === short.slice(at)
  const isSwapped = long[at] === short[at + 1] && long[at + 1] === short[at] && long.slice(at + 2) === short.slice(at + 2)
  return isSwapped || long.slice(at + 1) === short.slice(at + 1)
}

/** Ways to compare two values of a field. */
export const comparisons = {
  /** Equal or not: codes of a closed list. */
  exact: { levels: 2, of: (a, b) => (a === b ? 1 : 0) },
  /** Names and streets: equal, nearly so, similar, different (Jaro–Winkler 0.92 and 0.8). */
  text: {
    levels: 4,
    of: (a, b) => {
      if (a === b) return 3
      const likeness = jaroWinkler(a, b)
      return likeness >= ALIKE ? 2 : likeness >= SIMILAR ? 1 : 0
    },
  },
  /** Numbers and codes: equal, one slip of the pen, different. */
  code: { levels: 3, of: (a, b) => (a === b ? 2 : isOneSlip(a, b) ? 1 : 0) },
} satisfies { readonly [name: string]: Comparison }
