import { AppError, isJsonObject, type Json, saysNothing } from '@perigon/contracts'
import type { Executor, Tx } from '@perigon/db'
import { type Actor, isOpen, type Kernel, may, objectOf, readRecords } from '@perigon/kernel'
import { scannedObject } from './scan-ledger.ts'
import { findGroup, groupIds, type GroupQuery } from './group-list.ts'
import { COMPARED, type Scanned } from './scanned-record.ts'
import { type Candidate, chooseSurvivor, differing } from './survivor.ts'

/** Which groups are merged at once: those of an object from a certainty on, found by a rule on this field or by any. */
export type MergeAll = { readonly object: Scanned; readonly least: number; readonly field: string | null }

/** Below this certainty groups are judged one by one. */
const LEAST = 50

/** `unknown` → which groups. */
export function mergeAllIn(body: { readonly [key: string]: unknown }): MergeAll {
  const object = scannedObject(body['object'])
  const { least, field = null } = body
  if (typeof least !== 'number' || !Number.isInteger(least) || least < LEAST || least > 100)
    throw new AppError('request.invalid', { data: { detail: `least: ${LEAST}–100` } })
  if (field !== null && (typeof field !== 'string' || !COMPARED[object].includes(field)))
    throw new AppError('request.invalid', { data: { detail: `field: ${COMPARED[object].join(', ')}` } })
  return { object, least, field }
}

/** Merging asks for the right to change the record that stays and to delete the others. */
export function demandMerger(kernel: Kernel, actor: Actor, object: Scanned): void {
  const snapshot = objectOf(kernel.snapshot(), object)
  if (!may(snapshot, actor, 'update') || !may(snapshot, actor, 'delete')) throw new AppError('access.denied')
}

export function groupQuery({ object, least, field }: MergeAll): GroupQuery {
  return { object, state: 'open', least, field, group: null, after: null }
}

/** Fields of the records as far as the actor may see them and people write them; a running number says nothing of a record. */
export function comparable(kernel: Kernel, actor: Actor, object: Scanned): readonly string[] {
  const snapshot = objectOf(kernel.snapshot(), object)
  return snapshot.own
    .filter((field) => field.definition.computed !== true && field.definition.pattern === undefined && isOpen(snapshot, actor, field.key))
    .map((field) => field.key)
}

/** Where records differ in one of these, a person has to judge: whose it is, and what no two records may share. */
export function decisive(kernel: Kernel, object: Scanned): readonly string[] {
  const snapshot = objectOf(kernel.snapshot(), object)
  return ['owner', ...snapshot.own.filter((field) => field.definition.unique === true).map((field) => field.key)]
}

/** The records of groups as the actor may see them; a chosen “unknown” is no value. */
export async function candidatesOf(
  kernel: Kernel,
  actor: Actor,
  input: { readonly db: Executor; readonly object: Scanned; readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, Candidate>> {
  const fields = comparable(kernel, actor, input.object)
  const snapshot = objectOf(kernel.snapshot(), input.object)
  const bodies = await readRecords(input.db, input.object, {
    context: kernel.queryContext(actor),
    ids: input.ids,
    fields: [...new Set([...fields, 'owner', 'created_at'])],
  })
  return new Map(
    bodies.flatMap((body): [string, Candidate][] => {
      const record: Json = JSON.parse(body)
      if (!isJsonObject(record) || typeof record['id'] !== 'string') return []
      const value = (key: string): Json => {
        const told: Json = JSON.parse(JSON.stringify(record[key] ?? null))
        return saysNothing(snapshot.fields.get(key)?.definition ?? {}, told) ? null : told
      }
      const values = Object.fromEntries(['owner', ...fields].map((key): [string, Json] => [key, value(key)]))
      return [[record['id'], { id: record['id'], created_at: String(record['created_at'] ?? ''), values }]]
    }),
  )
}

type One = { readonly object: string; readonly group: string; readonly operation: string }

/** Merges one group by the plain rule, or says why not; `record` is the one that stays, or would. */
async function mergeGroup(
  kernel: Kernel,
  tx: Tx,
  { actor, object, group, operation }: One & { readonly actor: Actor },
): Promise<{ readonly record: string; readonly error: AppError | null }> {
  const scanned = scannedObject(object)
  const held = await tx.query<{ members: readonly string[] }>({
    text: `select members from duplicate_group where id = $1 and state = 'open' for update`,
    values: [group],
  })
  const closed = (record: string | undefined): { readonly record: string; readonly error: AppError } => ({
    record: record ?? group,
    error: new AppError('duplicate.closed'),
  })
  const found = await findGroup(kernel, actor, { id: group, object: scanned, state: 'open' })
  const members = found?.members.map((member) => member.id) ?? []
  if (held[0] === undefined || members.length < 2) return closed(members[0] ?? held[0]?.members[0])
  // What the choice rests on stays as it is until the merge is written.
  await tx.query({ text: `select 1 from "${scanned}" where id = any($1::uuid[]) order by id for update`, values: [members] })
  const candidates = [...(await candidatesOf(kernel, actor, { db: tx, object: scanned, ids: members })).values()]
  const choice = chooseSurvivor(candidates)
  if (choice === null || candidates.length < 2) return closed(members[0])
  const survivor = choice.survivor.id
  const fields = differing(candidates, decisive(kernel, scanned))
  if (fields.length > 0) return { record: survivor, error: new AppError('duplicate.differ', { data: { fields: [...fields] } }) }
  const losers = candidates.map(({ id }) => id).filter((id) => id !== survivor)
  await kernel.merge(actor, { object, survivor, losers, choices: {}, operation, tx })
  return { record: survivor, error: null }
}

/** How a bulk operation lists and merges groups; the operation itself (progress, cancel, undo) is everybody's. */
export function groupWork(kernel: Kernel) {
  return {
    list: (actor: Actor, query: Json): Promise<readonly string[]> =>
      groupIds(kernel, actor, groupQuery(mergeAllIn(isJsonObject(query) ? query : {}))),
    merge: (tx: Tx, input: One & { readonly actor: Actor }) => mergeGroup(kernel, tx, input),
    name: async (tx: Tx, group: string): Promise<string> => {
      const rows = await tx.query<{ first: string }>({
        text: 'select members[1] as first from duplicate_group where id = $1',
        values: [group],
      })
      return rows[0]?.first ?? group
    },
  }
}
