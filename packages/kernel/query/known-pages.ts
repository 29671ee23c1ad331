import type { ListQuery } from '@perigon/contracts'
import type { ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'
import type { Actor } from '../module.ts'
import { today } from './period.ts'
import type { Followed, QueryContext } from './source.ts'

/** Where the page before ended: the sort keys of its last row, and its id. */
export type PagePlace = { readonly keys: readonly (string | null)[]; readonly id: string }

/** The statement of a page, without its name; the values of its place stand together from `cursorAt` on, the id first. */
export type PageText = { readonly text: string; readonly values: readonly unknown[]; readonly cursorAt: number }

type Known = PageText & { readonly snapshot: Snapshot; readonly actor: Actor; readonly followed: Followed['ids'] | undefined }

const MOST = 1000
/** In the order they were last asked in. */
const known = new Map<string, Known>()

let lastNumber = 0
const numbers = new WeakMap<Actor, number>()

function numberOf(actor: Actor): number {
  const number = numbers.get(actor) ?? (lastNumber += 1)
  numbers.set(actor, number)
  return number
}

/** The same for another place; keys that are null have no value in the statement. */
function placed({ values, cursorAt, ...page }: Known, cursor: PagePlace | null): PageText {
  if (cursor === null) return { values, cursorAt, ...page }
  const place = [cursor.id, ...cursor.keys.filter((key) => key !== null)]
  return { ...page, cursorAt, values: [...values.slice(0, cursorAt), ...place, ...values.slice(cursorAt + place.length)] }
}

type Asked = {
  readonly context: QueryContext
  readonly query: ListQuery
  readonly limit: number
  readonly cursor: PagePlace | null
}

/**
 * The statement of a page of a list, made or as it was made before: people look at the same few lists all day, page after page, and
 * writing one down takes as long as all else the server does for it. What a statement says depends on the snapshot, the actor, the question,
 * the records reached through others, which keys of its place are null, and of the time on nothing but the day.
 */
export function pageText(object: ObjectSnapshot, { context, query, limit, cursor }: Asked, make: () => PageText): PageText {
  const { snapshot, actor, now, parse, right = '' } = context
  const followed = context.followed?.object === object.key ? context.followed.ids : undefined
  const day = today(now, actor.time_zone)
  const nulls = cursor === null ? 'first' : cursor.keys.map((key) => (key === null ? 'null' : 'key')).join(',')
  const { cursor: _place, ...asked } = query
  const key = `${numberOf(actor)} ${object.key} ${day} ${parse.base_currency} ${limit} ${right} ${nulls} ${JSON.stringify(asked)}`
  const before = known.get(key)
  const isSame = before?.snapshot === snapshot && before.actor === actor && before.followed === followed
  const page = isSame ? before : { ...make(), snapshot, actor, followed }
  known.delete(key)
  known.set(key, page)
  const [oldest] = known.size > MOST ? known.keys() : []
  if (oldest !== undefined) known.delete(oldest)
  return isSame ? placed(page, cursor) : page
}
