import type { ListQuery } from '@perigon/contracts'
import type { ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'
import type { Actor } from '../module.ts'
import { today } from './period.ts'
import type { Followed, QueryContext } from './source.ts'

/** The statement of a page, without its name. */
export type PageText = { readonly text: string; readonly values: readonly unknown[] }

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

/**
 * The statement of the first page of a list, made or as it was made before: people look at the same few lists all day, and writing one
 * down takes as long as all else the server does for it. What a statement says depends on the snapshot, the actor, the question, the
 * records reached through others, and of the time on nothing but the day.
 */
export function pageText(
  object: ObjectSnapshot,
  { context, query, limit }: { readonly context: QueryContext; readonly query: ListQuery; readonly limit: number },
  make: () => PageText,
): PageText {
  // Every further page is a question of its own.
  if (query.cursor !== undefined) return make()
  const { snapshot, actor, now, parse } = context
  const followed = context.followed?.object === object.key ? context.followed.ids : undefined
  const day = today(now, actor.time_zone)
  const key = `${numberOf(actor)} ${object.key} ${day} ${parse.base_currency} ${limit} ${JSON.stringify(query)}`
  const before = known.get(key)
  const isSame = before?.snapshot === snapshot && before.actor === actor && before.followed === followed
  const page = isSame ? before : { ...make(), snapshot, actor, followed }
  known.delete(key)
  known.set(key, page)
  const [oldest] = known.size > MOST ? known.keys() : []
  if (oldest !== undefined) known.delete(oldest)
  return page
}
