import type { Operator } from '@perigon/contracts'

/** True for operators that compare with a list. */
export function isMany(op: Operator): boolean {
  return op === 'in' || op === 'not_in' || op === 'has_any' || op === 'has_all'
}

/** True for operators without a value. */
export function isBare(op: Operator): boolean {
  return op === 'empty' || op === 'not_empty'
}

/** True for operators that take a relative period. */
export function isRelative(op: Operator): boolean {
  return op === 'within' || op === 'anniversary_within' || op === 'before' || op === 'after'
}
