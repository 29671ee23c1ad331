import { isJsonObject, type Json } from '@perigon/contracts'

/** A record of a group as far as the choice of the one that stays goes. */
export type Candidate = { readonly id: string; readonly created_at: string; readonly values: { readonly [field: string]: Json } }

/** Why this one stays: it says most; of those that say equally much it is the oldest, else the first by id. */
export type Choice = { readonly survivor: Candidate; readonly filled: number; readonly by: 'filled' | 'oldest' | 'id' }

/** A value that is given up: what the survivor has and what the others said. */
export type Lost = { readonly field: string; readonly kept: Json; readonly lost: readonly Json[] }

const filledOf = (candidate: Candidate): number => Object.values(candidate.values).filter((value) => value !== null).length

/** The plain rule of merging many: the record with most filled fields, then the oldest, then the smallest id. */
export function chooseSurvivor(candidates: readonly Candidate[]): Choice | null {
  const ranked = candidates.toSorted(
    (a, b) => filledOf(b) - filledOf(a) || a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id),
  )
  const [survivor, next] = ranked
  if (survivor === undefined) return null
  const filled = filledOf(survivor)
  const isTie = next !== undefined && filledOf(next) === filled
  const by = !isTie ? 'filled' : next.created_at === survivor.created_at ? 'id' : 'oldest'
  return { survivor, filled, by }
}

/** Links are compared by the record they lead to, all else by content. */
function said(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null
  return isJsonObject(value) && typeof value['id'] === 'string' ? value['id'] : JSON.stringify(value)
}

/** The fields of these in which two of the records say different things. */
export function differing(candidates: readonly Candidate[], fields: readonly string[]): readonly string[] {
  return fields.filter((field) => new Set(candidates.flatMap(({ values }) => said(values[field]) ?? [])).size > 1)
}

/** What the others say that the survivor says otherwise; it is in their history and in the undo, and nowhere else. */
export function lostBy(survivor: Candidate, candidates: readonly Candidate[]): readonly Lost[] {
  return Object.entries(survivor.values).flatMap(([field, kept]) => {
    if (kept === null) return []
    const lost = new Map<string, Json>()
    for (const { values } of candidates) {
      const key = said(values[field])
      if (key !== null && key !== said(kept)) lost.set(key, values[field] ?? null)
    }
    return lost.size === 0 ? [] : [{ field, kept, lost: [...lost.values()] }]
  })
}
