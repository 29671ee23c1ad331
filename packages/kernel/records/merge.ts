import { AppError, type Json, saysNothing } from '@perigon/contracts'
import type { Executor, Tx } from '@perigon/db'
import type { FieldDefinition } from '@perigon/define'
import { isOpen, fieldRight } from '../access/field-rights.ts'
import { onBehalfOf } from '../access/scope.ts'
import type { ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'
import type { Actor, Cause, Command, Operation, Stored } from '../module.ts'
import { formerTitles } from './former-titles.ts'
import { type Loaded, loadImages } from './load.ts'
import { writeCommands, type WriteContext, type WriteResult } from './write.ts'

/** Records that become one: the survivor takes over what the others hold, the others go to the trash and point to it. */
export type MergeInput = {
  readonly object: string
  readonly survivor: string
  readonly losers: readonly string[]
  /** Field → the record whose value is kept; fields not named keep the survivor's value, or take the first that says something. */
  readonly choices: { readonly [field: string]: string }
  /** Groups all that happens, so that it can be undone. */
  readonly operation: string
}

/** How many records of each object now point to the survivor. */
export type Merged = { readonly operation: string; readonly moved: { readonly [object: string]: number } }

type MergeContext = Omit<WriteContext, 'cause'>

const PAGE = 1000

function causeOf(input: MergeInput): Cause {
  return { kind: 'merge', ref: input.survivor, operation: input.operation }
}

/** A place where an object's records are named: a link field, or `record` beside `record_object`. */
type Place = { readonly object: ObjectSnapshot; readonly field: string; readonly condition: string }

/** Every place in the whole schema, custom fields included, that may point to a record of this object. */
function placesOf(snapshot: Snapshot, target: string): readonly Place[] {
  return [...snapshot.objects.values()].flatMap((object) => [
    ...object.own
      .filter((field) => field.definition.target === target)
      .map((field) => ({ object, field: field.key, condition: `t."${field.key}" = any($1::uuid[])` })),
    ...(object.fields.has('record_object') && object.fields.has('record')
      ? [{ object, field: 'record', condition: `t.record_object = '${target}' and t.record = any($1::text[])` }]
      : []),
  ])
}

function must(results: readonly WriteResult[]): void {
  for (const result of results) if (!result.ok) throw result.error
}

/** Points everything that points to a loser to the survivor, whoever owns it; what would point to itself points to nothing. */
async function moveChildren(tx: Executor, place: Place, input: MergeInput & { readonly context: MergeContext }): Promise<number> {
  let [after, moved] = ['00000000-0000-0000-0000-000000000000', 0]
  for (;;) {
    const rows = await tx.query<{ id: string }>({
      text: `select t.id from "${place.object.table}" t where ${place.condition} and t.deleted_at is null and t.id > $2 order by t.id limit ${PAGE}`,
      values: [input.losers, after],
    })
    const last = rows[rows.length - 1]
    if (last === undefined) return moved
    const commands = rows
      .filter((row) => !input.losers.includes(row.id))
      .map(
        (row): Command => ({
          object: place.object.key,
          op: 'update',
          id: row.id,
          patch: { [place.field]: row.id === input.survivor ? null : input.survivor },
        }),
      )
    must(
      await writeCommands(tx, commands, { ...input.context, actor: onBehalfOf(input.context.actor), cause: causeOf(input), allowed: true }),
    )
    after = last.id
    moved += commands.length
  }
}

/** What the survivor gets: the chosen values, and for its fields that say nothing the first that does. Only what the actor may edit. */
function survivorPatch(
  object: ObjectSnapshot,
  input: MergeInput & { readonly actor: Actor; readonly images: ReadonlyMap<string, Stored> },
): { readonly [field: string]: Json } {
  const { choices, images, actor } = input
  const records = [input.survivor, ...input.losers]
  const patch: { [field: string]: Json } = {}
  for (const field of object.own) {
    const { key } = field
    const chosen = choices[key]
    if (chosen !== undefined && !records.includes(chosen)) throw new AppError('request.invalid', { data: { detail: `choices.${key}` } })
    if (field.definition.computed === true || !isOpen(object, actor, key) || fieldRight(object, actor, key) !== null) continue
    const value = (id: string): Json => images.get(id)?.[key] ?? null
    const kept = chosen === undefined ? firstSaid(field.definition, records.map(value)) : value(chosen)
    // A record never becomes its own parent.
    const own = typeof kept === 'string' && records.includes(kept) ? null : kept
    if (JSON.stringify(own) !== JSON.stringify(value(input.survivor))) patch[key] = own
  }
  return { ...patch, ...formerOf(object, input, patch) }
}

/** The first value that says something; where all are silent, an “unknown” rather than none. */
function firstSaid(field: FieldDefinition, values: readonly Json[]): Json {
  return values.find((each) => !saysNothing(field, each)) ?? values.find((each) => each !== null) ?? null
}

/** The titles of those that go are titles the survivor had. */
function formerOf(
  object: ObjectSnapshot,
  { survivor, losers, images }: MergeInput & { readonly images: ReadonlyMap<string, Stored> },
  patch: { readonly [field: string]: Json },
): { readonly [field: string]: Json } {
  const { title, former } = object.definition
  if (former === undefined) return {}
  const kept = images.get(survivor)
  const gone = losers.flatMap((id) => [images.get(id)?.[former], images.get(id)?.[title]])
  return { [former]: formerTitles(kept?.[former], gone, patch[title] ?? kept?.[title]) }
}

async function allowedImages(
  tx: Executor,
  object: ObjectSnapshot,
  input: { readonly ids: readonly string[]; readonly actor: Actor; readonly operation: Operation },
): Promise<ReadonlyMap<string, Loaded>> {
  const images = await loadImages(tx, object, { ...input, trash: false })
  for (const id of input.ids) {
    const found = images.get(id)
    if (found === undefined) throw new AppError('record.not_found')
    if (!found.allowed) throw new AppError('access.denied')
  }
  return images
}

/** So many records besides the one that stays become one at once. */
export const MOST_LOSERS = 19

/**
 * Makes one record of several, in one transaction: everything in the schema that points to a loser points to the survivor,
 * the losers go to the trash, the survivor takes the chosen values, and a pointer leads from each loser to the survivor.
 * The actor must be allowed to change the survivor and to delete the others.
 */
export async function mergeRecords(
  tx: Tx,
  object: ObjectSnapshot,
  input: MergeInput & { readonly context: MergeContext },
): Promise<Merged> {
  const { survivor, losers, context } = input
  const { actor } = context
  if (losers.length === 0 || losers.length > MOST_LOSERS || new Set([survivor, ...losers]).size !== losers.length + 1)
    throw new AppError('request.invalid', { data: { detail: 'losers: 1 to 19 other records' } })
  // From here on nobody changes these records under the merge: what the survivor takes over is what the losers say last.
  await tx.query({
    text: `select 1 from "${object.table}" where id = any($1::uuid[]) order by id for update`,
    values: [[survivor, ...losers]],
  })
  const kept = await allowedImages(tx, object, { ids: [survivor], actor, operation: 'update' })
  const gone = await allowedImages(tx, object, { ids: losers, actor, operation: 'delete' })
  const images = new Map([...kept, ...gone].map(([id, loaded]) => [id, loaded.image]))
  const patch = survivorPatch(object, { ...input, actor, images })
  const moved: { [object: string]: number } = {}
  for (const place of placesOf(context.snapshot, object.key)) {
    const count = await moveChildren(tx, place, input)
    if (count > 0) moved[place.object.key] = (moved[place.object.key] ?? 0) + count
  }
  const cause = causeOf(input)
  must(
    await writeCommands(
      tx,
      losers.map((id): Command => ({ object: object.key, op: 'delete', id })),
      { ...context, cause },
    ),
  )
  // The moves above may have changed the survivor itself, so its version is not compared.
  if (Object.keys(patch).length > 0)
    must(await writeCommands(tx, [{ object: object.key, op: 'update', id: survivor, patch }], { ...context, cause }))
  await tx.query({
    text: `insert into merged_record (object, loser, survivor, operation, at) select $1, unnest($2::uuid[]), $3, $4, $5
           on conflict (object, loser) do update set survivor = excluded.survivor, operation = excluded.operation, at = excluded.at`,
    values: [object.key, losers, survivor, input.operation, context.now.toISOString()],
  })
  return { operation: input.operation, moved }
}

/** After an operation was taken back: who lives again points nowhere. */
export async function forgetMerged(tx: Executor, object: ObjectSnapshot, operation: string): Promise<void> {
  await tx.query({
    text: `delete from merged_record m using "${object.table}" t where m.operation = $1 and m.object = $2 and t.id = m.loser and t.deleted_at is null`,
    values: [operation, object.key],
  })
}

/** The record that a merged one has become, through as many merges as there were; null when it was not merged. */
export async function survivorOf(db: Executor, object: string, id: string): Promise<string | null> {
  const rows = await db.query<{ survivor: string }>({
    text: `with recursive way as (
             select survivor, 1 as step from merged_record where object = $1 and loser = $2
             union all select m.survivor, way.step + 1 from merged_record m join way on m.loser = way.survivor where m.object = $1 and way.step < 20)
           select survivor from way order by step desc limit 1`,
    values: [object, id],
    name: 'merge_survivor',
  })
  return rows[0]?.survivor ?? null
}
