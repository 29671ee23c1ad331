import { createHash } from 'node:crypto'
import type { Executor, SessionReach } from '@perigon/db'
import type { Snapshot } from '../compile/snapshot.ts'
import type { Actor } from '../module.ts'
import { isReadable, ownNames, reachOf } from './scope.ts'

type ReachRow = {
  readonly object: string
  readonly everything: boolean
  readonly owners: readonly string[]
  readonly departments: readonly string[]
  readonly records: readonly string[]
  readonly employee: string | null
  /** Whose records count as own where others follow them; nobody's when the object may not be read. */
  readonly own: readonly string[]
  /** Whether records of this object follow their parents. */
  readonly follows: boolean
  /** Somebody of another company, to whom what colleagues share with everyone is not open. */
  readonly outside: boolean
  /** Roles of the person, where records are shared with roles. */
  readonly roles: readonly string[]
}

function rowsOf(snapshot: Snapshot, actor: Actor): readonly ReachRow[] {
  return [...snapshot.objects.values()]
    .filter((object) => object.definition.access === 'owned' || object.definition.access === 'personal')
    .map((object) => {
      const { all, owners, departments, records, through } = reachOf(object, actor, 'read')
      const own = isReadable(actor, object.key) ? ownNames(actor) : []
      return {
        object: object.key,
        everything: all,
        owners,
        departments,
        records,
        employee: actor.employee,
        own,
        follows: through.length > 0,
        outside: actor.outside === true,
        roles: object.fields.has('audience') ? (actor.roles ?? []) : [],
      }
    })
}

const MAX_STORED = 20_000

export type ReachKeys = (snapshot: Snapshot, actor: Actor) => Promise<SessionReach>

/** A longer list is looked up: reading it from the session would cost as much. */
const MOST_OWNERS = 20

/** The owners in reach where they are the same for every object that has owners, as with most people; else nothing. */
function commonOwners(snapshot: Snapshot, rows: readonly ReachRow[]): string {
  const lists = new Set(
    rows.flatMap(({ object, owners }) => (snapshot.objects.get(object)?.definition.access === 'owned' ? [owners.join(',')] : [])),
  )
  const [list = ''] = lists
  return lists.size === 1 && list.split(',').length <= MOST_OWNERS ? `{${list}}` : ''
}

async function store(db: Executor, key: string, rows: readonly ReachRow[]): Promise<void> {
  await db.query({
    text: `insert into actor_reach (key, object, everything, owners, departments, records, employee, own, follows, outside, roles)
           select $1, object, everything, owners, departments, records, employee, own, follows, outside, roles
           from json_to_recordset($2::json) as x(object text, everything boolean, owners uuid[], departments uuid[], records uuid[], employee uuid, own uuid[], follows boolean, outside boolean, roles text[])
           on conflict (key, object) do update set used_at = now()`,
    values: [key, JSON.stringify(rows)],
  })
}

/**
 * What a session says of an actor: the key under which row security finds what they reach; stored on first use. Made of the reach itself, so a
 * person whose rights change gets another key at once, and an old key says no more than it did.
 */
export function createReachKeys(db: Executor): ReachKeys {
  const known = new WeakMap<Actor, { readonly version: number; readonly reach: SessionReach }>()
  const stored = new Set<string>()
  return async (snapshot, actor) => {
    const before = known.get(actor)
    if (before?.version === snapshot.version && stored.has(before.reach.key)) return before.reach
    const rows = rowsOf(snapshot, actor)
    const key = createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 32)
    if (!stored.has(key)) {
      await store(db, key, rows)
      if (stored.size > MAX_STORED) stored.clear()
      stored.add(key)
    }
    const reach = { key, owners: commonOwners(snapshot, rows) }
    known.set(actor, { version: snapshot.version, reach })
    return reach
  }
}
