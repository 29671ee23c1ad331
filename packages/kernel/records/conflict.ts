import { AppError, type Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { sameValue } from '@perigon/fields'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Stored } from '../module.ts'
import type { QueryContext } from '../query/source.ts'
import { prepared } from '../query/statement.ts'
import { linkTitles, wireValue } from '../query/wire-value.ts'
import type { Work } from './prepare.ts'

/** Set as the cause of a conflict that arose between our own read and write, so that trying again settles it. */
const LOST_RACE = Symbol('lost race')

/** Somebody was faster between our read and our write. */
export function lostRace(before: Stored | null): AppError {
  return new AppError('record.version_conflict', { data: { version: before?.['version'] ?? null }, cause: LOST_RACE })
}

/** Whether a write failed only because another came between its read and its statement. */
export function isLostRace(error: unknown): boolean {
  return error instanceof AppError && error.cause === LOST_RACE
}

/** The version a caller saw is not the record's, and nothing can be merged. */
export function versionConflict(before: Stored | null): AppError {
  return new AppError('record.version_conflict', { data: { version: before?.['version'] ?? null } })
}

/** What happened to one field of one record since the version a caller has seen. */
type Since = {
  readonly record: string
  readonly field: string
  /** Whether the log still has every change since. */
  readonly whole: boolean
  readonly touched: boolean
  readonly base: Json
  readonly actor: string | null
  readonly actor_name: string | null
  readonly at: string | null
}

/**
 * Updates that were typed on an older version: the index of each that touches a field somebody else has changed since, with
 * the conflict, field by field. The others may be written on top of the present record: nobody loses anything. A field that
 * is back at its old value, or that both set to the same, is no conflict. Where the log no longer reaches back, every field
 * that would change is one.
 */
export async function conflictsOf(
  db: Executor,
  object: ObjectSnapshot,
  input: { readonly works: readonly Work[]; readonly context: QueryContext },
): Promise<ReadonlyMap<number, AppError>> {
  const { works, context } = input
  const since = await changedSince(db, object, works)
  const clashes = works.map((work) => ({
    work,
    fields: [...work.changed].flatMap((field) => {
      const found = since.get(`${work.id}.${field}`)
      return found === undefined || isFree(object, found, work.before) ? [] : [found]
    }),
  }))
  const hit = clashes.filter(({ fields }) => fields.length > 0)
  if (hit.length === 0) return new Map()
  const titles = await linkTitles(db, context, linksIn(object, hit))
  return new Map(
    hit.map(({ work, fields }) => {
      const print = (field: string, value: Json): Json => wireValue(object, { field, value, titles, actor: context.actor })
      const told = fields.map(({ field, whole, base, actor, actor_name, at }) => ({
        field,
        ...(whole ? { base: print(field, base) } : {}),
        theirs: print(field, work.before?.[field] ?? null),
        yours: print(field, work.image[field] ?? null),
        by: { id: actor, name: actor_name },
        at,
      }))
      return [
        work.index,
        new AppError('record.version_conflict', { data: { version: work.before?.['version'] ?? null, fields: told } }),
      ] as const
    }),
  )
}

type Clash = { readonly work: Work; readonly fields: readonly Since[] }

function isFree(object: ObjectSnapshot, { whole, touched, base, field }: Since, before: Stored | null): boolean {
  return whole && (!touched || sameValue(object.fields.get(field)?.type, base, before?.[field]))
}

function linksIn(object: ObjectSnapshot, clashes: readonly Clash[]): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>()
  for (const { work, fields } of clashes) {
    for (const { field, base } of fields) {
      const target = object.fields.get(field)?.definition.target
      if (target === undefined) continue
      const ids = [base, work.before?.[field], work.image[field]].filter((value) => typeof value === 'string')
      wanted.set(target, new Set([...(wanted.get(target) ?? []), ...ids]))
    }
  }
  return wanted
}

const CHANGES = `('create', 'update', 'delete', 'restore')`

/** One statement for all works. What was erased from the log counts as changed, to a value nobody may know. */
async function changedSince(db: Executor, object: ObjectSnapshot, works: readonly Work[]): Promise<ReadonlyMap<string, Since>> {
  const asked = works.flatMap((work) =>
    [...work.changed].map((field) => ({
      record: work.id,
      field,
      seen: work.command.op === 'update' ? work.command.version : null,
      now: work.before?.['version'] ?? null,
    })),
  )
  if (asked.length === 0) return new Map()
  const rows = await db.query<Since>(
    prepared(
      `select w.record, w.field, n.changes = w.now - w.seen and not n.erased as whole, l.at is not null as touched,
         f.base, l.actor, l.actor_name, l.at
       from json_to_recordset($2::json) as w(record uuid, field text, seen int, now int),
         lateral (select coalesce(max(seq), 0) as seq from event where object = $1 and record = w.record and version between 1 and w.seen) s,
         lateral (select count(*) filter (where op in ${CHANGES} and version <= w.now) as changes,
             coalesce(bool_or(op = 'erase' and changes->'fields' ? w.field), false) as erased
           from event where object = $1 and record = w.record and seq > s.seq) n
         left join lateral (select changes->w.field->0 as base from event
           where object = $1 and record = w.record and seq > s.seq and version <= w.now and op = 'update' and changes ? w.field order by seq limit 1) f on true
         left join lateral (select actor, actor_name, to_json(at)#>>'{}' as at from event
           where object = $1 and record = w.record and seq > s.seq and version <= w.now and op = 'update' and changes ? w.field order by seq desc limit 1) l on true`,
      [object.key, JSON.stringify(asked)],
    ),
  )
  return new Map(rows.map((row) => [`${row.record}.${row.field}`, row]))
}
