import { type Issue, type Json, newId } from '@perigon/contracts'
import type { Command } from '@perigon/kernel'
import type { Outcome, Run } from './check-run.ts'
import { findByKey } from './external-keys.ts'
import { findMatches, type Matches, matchKey } from './match.ts'
import { judgeRelated, type Related } from './related.ts'

type Known = { readonly byMatch: Matches; readonly byKey: ReadonlyMap<string, string> }

/** What tells the row's record from others: its id in the other system when it has one, else the value of the match field. */
function identityOf(run: Run, outcome: Outcome): string | null {
  if (outcome.external !== null) return `key ${outcome.external}`
  return matchOf(run, outcome)
}

const matchOf = (run: Run, { patch }: Outcome): string | null => (run.mapping.match === null ? null : matchKey(patch[run.mapping.match]))

function knownIds(run: Run, outcome: Outcome, known: Known): readonly string[] {
  const own = outcome.external === null ? undefined : known.byKey.get(outcome.external)
  if (own !== undefined) return [own]
  const match = matchOf(run, outcome)
  return match === null ? [] : (known.byMatch.get(match) ?? [])
}

function commandFor(run: Run, outcome: Outcome, known: Known): Command | null {
  const match = identityOf(run, outcome)
  const ids = knownIds(run, outcome, known)
  if (ids.length > 1) {
    outcome.issues = [
      { path: run.mapping.match ?? '', code: 'link_ambiguous', data: { value: String(outcome.patch[run.mapping.match ?? ''] ?? '') } },
    ]
    outcome.status = 'fail'
    return null
  }
  const record = ids[0] ?? (match === null ? undefined : run.seen.get(match))
  if (record === undefined) {
    outcome.record = newId()
    if (match !== null) run.seen.set(match, outcome.record)
    outcome.patch = newPatch(run, outcome.patch)
    return { object: run.object.key, op: 'create', id: outcome.record, patch: outcome.patch }
  }
  outcome.record = record
  outcome.status = run.mapping.existing === 'skip' || ids.length === 0 ? 'skip' : 'update'
  // A later row for a record this same file creates: applied on top when the import runs.
  if (ids.length === 0 && run.mapping.existing === 'update') outcome.status = 'update'
  return outcome.status === 'update' && ids.length > 0
    ? { object: run.object.key, op: 'update', id: record, patch: updatePatch(outcome.patch) }
    : null
}

/** A new record whose file has a column of owners and names none is nobody's, where the person may see such records; else it is theirs. */
function newPatch({ columns }: Run, patch: Outcome['patch']): Outcome['patch'] {
  return patch['owner'] === undefined && columns.some(({ field }) => field.key === 'owner') ? { ...patch, owner: null } : patch
}

/** An import does not move the creation date of what exists. */
export function updatePatch(patch: { readonly [field: string]: Json }): { readonly [field: string]: Json } {
  const { created_at: _created, ...rest } = patch
  return rest
}

export async function judge(run: Run, outcomes: readonly Outcome[]): Promise<void> {
  const match = run.mapping.match
  const fine = outcomes.filter((outcome) => outcome.status !== 'fail')
  const values = match === null ? [] : fine.flatMap(({ patch }) => patch[match] ?? [])
  const byMatch = await findMatches(run, values, run.deps.kernel.parseContext(run.actor))
  const { external } = run.mapping
  const keys = fine.flatMap((outcome) => outcome.external ?? [])
  const { db, kernel } = run.deps
  const byKey =
    external === undefined ? new Map() : await findByKey(db, kernel.snapshot(), { source: external.source, object: run.object.key, keys })
  const known = { byMatch, byKey }
  const pairs = fine.flatMap((outcome) => {
    const command = commandFor(run, outcome, known)
    return command === null ? [] : [{ outcome, command }]
  })
  // Creates first, then updates: two runs of the writer whatever the order of the rows.
  const sorted = [...pairs.filter((pair) => pair.command.op === 'create'), ...pairs.filter((pair) => pair.command.op === 'update')]
  if (sorted.length === 0) return
  const results = await run.deps.kernel.write(
    run.actor,
    sorted.map((pair) => pair.command),
    {
      cause: { kind: 'import', ref: run.job.id },
      mode: 'row_by_row',
      dry: true,
      assumed: new Set(run.links.creates().map((create) => create.id)),
    },
  )
  results.forEach((result, index) => {
    const outcome = sorted[index]?.outcome
    if (outcome === undefined) return
    if (!result.ok) {
      outcome.status = 'fail'
      outcome.issues =
        result.error.issues.length > 0
          ? result.error.issues
          : [{ path: '', code: result.error.code === 'access.denied' ? 'link' : 'type', data: { expected: result.error.code } }]
      const identity = identityOf(run, outcome)
      if (identity !== null) run.seen.delete(identity)
    } else if (outcome.status === 'update' && !result.changed) outcome.status = 'skip'
  })
}

export function fail(outcome: Outcome, issues: readonly Issue[]): void {
  outcome.status = 'fail'
  outcome.issues = issues
}

/** The records below the rows; a row whose record below is refused is refused as a whole. */
export async function judgeBelow(run: Run, outcomes: readonly Outcome[]): Promise<void> {
  if (run.parts.length > 0) {
    const { deps, actor, job, links, parts, seenBelow: seen } = run
    const fine = outcomes.flatMap((outcome, at) => {
      const { record, patch, below } = outcome
      return outcome.status === 'fail' || record === null ? [] : [[at, { record, patch, below }] as const]
    })
    const verdict = await judgeRelated(
      { deps, actor, main: run.object, job: job.id, existing: run.mapping.existing, links, parts, seen },
      new Map(fine),
    )
    for (const [at, issues] of verdict.refused) refuse(run, outcomes, { at, issues })
    for (const [at, related] of verdict.related) addRelated(run, outcomes[at], related)
  }
  keepWanted(run, outcomes)
}

/** Linked records are only made for rows that will be written. */
function keepWanted(run: Run, outcomes: readonly Outcome[]): void {
  const made = new Set(run.links.creates().map((create) => create.id))
  if (made.size === 0) return
  for (const outcome of outcomes.filter(({ status }) => status !== 'fail'))
    for (const patch of [outcome.patch, ...outcome.related.map((one) => one.patch)])
      for (const value of Object.values(patch)) if (typeof value === 'string' && made.has(value)) run.wanted.add(value)
}

function refuse(run: Run, outcomes: readonly Outcome[], input: { readonly at: number; readonly issues: readonly Issue[] }): void {
  const outcome = outcomes[input.at]
  if (outcome === undefined) return
  const wasNew = outcome.status === 'new'
  fail(outcome, input.issues)
  if (!wasNew) return
  // A later row of the same record makes it instead.
  const heir = outcomes.find((other) => other.record === outcome.record && other.status !== 'fail')
  if (heir !== undefined) heir.status = 'new'
  else for (const [key, record] of run.seen) if (record === outcome.record) run.seen.delete(key)
}

function addRelated(run: Run, outcome: Outcome | undefined, related: readonly Related[]): void {
  if (outcome === undefined || outcome.status === 'fail') return
  outcome.related = related
  if (outcome.status === 'skip') {
    // The row's own record stays as it is; what hangs below it is still added.
    outcome.status = 'update'
    if (run.mapping.existing === 'skip') outcome.patch = {}
  }
  for (const { part, op } of related) {
    const counts = run.partCounts.get(part) ?? { new: 0, update: 0 }
    counts[op === 'create' ? 'new' : 'update'] += 1
    run.partCounts.set(part, counts)
  }
}
