import type { Tx } from '@perigon/db'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Kernel } from '../kernel.ts'
import type { Stored } from '../module.ts'
import { indexStatement, statementsOf } from './statements.ts'
import { searchText } from '../text/search-text.ts'

const BATCH = 500
const LOCK = 7_300_005
const START = '00000000-0000-0000-0000-000000000000'

/** Counted up whenever search texts are made in another way; existing records are then gone through once more. */
const VERSION = 2

type State = { readonly object: string; readonly version: string; readonly place: string; readonly done: boolean }

/** By which rules and fields the records of an object are found; what is kept of those gone through says it too. */
export function searchVersion(object: ObjectSnapshot): string {
  // Records made before a new one had its running number in its text.
  const isNumbered = object.searchFields.some(({ definition }) => definition.pattern !== undefined)
  return `${VERSION}${isNumbered ? '+number' : ''}:${object.searchFields.map(({ key, definition }) => (definition.search === 'words' ? `${key}:words` : key)).join(',')}`
}

/** The first object whose records were found by other rules or fields than today's, and how far it is. */
async function nextObject(kernel: Kernel, tx: Tx): Promise<{ readonly object: ObjectSnapshot; readonly place: string } | null> {
  const states = await tx.query<State>('select object, version, place, done from search_state')
  const known = new Map(states.map((state) => [state.object, state]))
  for (const object of kernel.snapshot().objects.values()) {
    if (object.searchFields.length === 0) continue
    const state = known.get(object.key)
    if (state === undefined || state.version !== searchVersion(object)) return { object, place: START }
    if (!state.done) return { object, place: state.place }
  }
  return null
}

/**
 * Makes the search texts of the next few hundred records that may have old ones (a newer version of Perigon, a field that
 * became searchable). Nothing people see changes, so there is no event and no new version. Returns how many were read; 0
 * when all are up to date or another process is at it.
 */
export async function refreshSearchOnce(kernel: Kernel): Promise<number> {
  return kernel.db.transaction(async (tx) => {
    const locked = await tx.query<{ mine: boolean }>({ text: 'select pg_try_advisory_xact_lock($1) as mine', values: [LOCK] })
    if (locked[0]?.mine !== true) return 0
    const next = await nextObject(kernel, tx)
    if (next === null) return 0
    const { object, place } = next
    const rows = await tx.query<{ id: string; image: Stored; search_text: string | null }>({
      text: `select t.id, ${statementsOf(object).image} as image, t.search_text from "${object.table}" t where t.id > $1 order by t.id limit ${BATCH} for update`,
      values: [place],
    })
    const stale = rows
      .map((row) => ({ id: row.id, former: row.search_text, text: searchText(object, row.image) }))
      .filter((row) => row.text !== row.former)
    if (stale.length > 0)
      await tx.query({
        text: `with w as (update "${object.table}" t set search_text = x.text from json_to_recordset($1::json) as x(id uuid, text text) where t.id = x.id returning t.*)
               ${indexStatement(object, 'w')}`,
        values: [JSON.stringify(stale)],
      })
    await tx.query({
      text: `insert into search_state (object, version, place, done) values ($1, $2, $3, $4)
             on conflict (object) do update set version = excluded.version, place = excluded.place, done = excluded.done`,
      values: [object.key, searchVersion(object), rows[rows.length - 1]?.id ?? place, rows.length < BATCH],
    })
    return Math.max(rows.length, 1)
  })
}
