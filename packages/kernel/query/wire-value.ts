import { isJsonObject, type Json } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { isOpen, maskText } from '../access/field-rights.ts'
import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Actor } from '../module.ts'
import { type QueryContext, titleOf } from './source.ts'
import { parameters, prepared } from './statement.ts'

/** Link values inside changes → titles, one statement per page. */
export async function linkTitles(
  db: Executor,
  context: QueryContext,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<ReadonlyMap<string, string>> {
  const { values, bind } = parameters()
  const parts = [...wanted].map(
    ([target, ids]) =>
      `select w.id, ${titleOf(context, { target, id: 'w.id', bind })} as title from unnest(${bind([...ids])}::uuid[]) w(id)`,
  )
  if (parts.length === 0) return new Map()
  const rows = await db.query<{ id: string; title: string }>(prepared(parts.join(' union all '), values))
  return new Map(rows.map((row) => [row.id, row.title]))
}

/** A stored value as readers get it: links with titles, money without its rate, masked texts with their ends. */
export function wireValue(
  object: ObjectSnapshot,
  input: { readonly field: string; readonly value: Json; readonly titles: ReadonlyMap<string, string>; readonly actor: Actor },
): Json {
  const { field, value, titles, actor } = input
  if (value !== null && !isOpen(object, actor, field))
    return typeof value === 'string' ? maskText(object.fields.get(field)?.type.bare?.text(value) ?? value) : null
  if (object.fields.get(field)?.definition.target !== undefined && typeof value === 'string')
    return { id: value, title: titles.get(value) ?? null }
  if (isJsonObject(value) && 'rate' in value) return Object.fromEntries(Object.entries(value).filter(([part]) => part !== 'rate'))
  return value
}
