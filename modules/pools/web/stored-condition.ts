import type { Condition, Json } from '@perigon/contracts'

/** A condition as a record keeps it; it was checked when it was saved. */
export function conditionOf(stored: Json | undefined): Condition | null {
  return isCondition(stored) ? stored : null
}

function isCondition(stored: unknown): stored is Condition {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored)
}

/** A condition as a record keeps it. */
export function jsonOf(condition: Condition | null): Json {
  const json: Json = JSON.parse(JSON.stringify(condition))
  return json
}
