import { findByKey } from './external-keys.ts'
import { type ColumnMapping, type Json, newId } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import {
  type FieldSnapshot,
  foldText,
  isOpen,
  type Kernel,
  type Actor,
  objectOf,
  type ObjectSnapshot,
  parameters,
  rowCondition,
} from '@perigon/kernel'

/** A record a text may mean, with the links that can tell namesakes apart. */
export type Candidate = { readonly id: string; readonly links: { readonly [field: string]: Json } }

/** A column that fills a link. */
export type LinkColumn = { readonly mapping: ColumnMapping; readonly field: FieldSnapshot }

export type LinkResolver = {
  /** Looks up all texts of a chunk that are not known yet, one statement per link column. */
  learn(db: Executor, column: LinkColumn, texts: readonly string[]): Promise<void>
  candidates(column: ColumnMapping, text: string): readonly Candidate[]
  /** The id a record gets that this import will make for the text; the same for the same text. */
  toCreate(field: FieldSnapshot, text: string, patch?: { readonly [field: string]: Json }): string
  /** Everything `toCreate` was asked for. */
  creates(): readonly LinkedCreate[]
}

/** A linked record that an import makes before its rows; `patch` is what the first row that names it says of it. */
export type LinkedCreate = {
  readonly object: string
  readonly id: string
  readonly title: string
  readonly patch?: { readonly [field: string]: Json }
}

const MAX_REMEMBERED = 200_000

/** Fields of the target that a text is compared with: the one asked for, else title, codes and other unique texts. */
function comparedFields(target: ObjectSnapshot, actor: Actor, by: string | undefined): readonly string[] {
  if (by !== undefined && target.fields.has(by)) return isOpen(target, actor, by) ? [by] : []
  const texts = target.own.filter((field) => field.columns.length === 1 && field.columns[0]?.type === 'text')
  const named = texts.filter((field) => field.definition.unique === true || field.key === 'code' || field.definition.pattern !== undefined)
  const { title, title_en = title } = target.definition
  return [...new Set([title, title_en, ...named.map((field) => field.key)])].filter((key) => isOpen(target, actor, key))
}

/** Finds linked records by name or code. Texts are compared folded (width, case, spaces at the ends); answers are remembered. */
export function createLinkResolver(kernel: Kernel, actor: Actor): LinkResolver {
  const known = new Map<string, readonly Candidate[]>()
  // Ids of other systems tell capitals apart; names do not.
  const folded = (column: ColumnMapping, text: string): string => (column.external === undefined ? foldText(text) : text.trim())
  const keyOf = (column: ColumnMapping, text: string): string => `${column.column}\u0000${folded(column, text)}`
  const made = new Map<string, LinkedCreate>()
  return {
    creates: () => [...made.values()],
    toCreate: (field, text, patch = {}) => {
      const object = field.definition.target ?? ''
      const key = `${object}\u0000${foldText(text)}`
      const known = made.get(key) ?? { object, id: newId(), title: text.trim(), patch }
      made.set(key, known)
      return known.id
    },
    candidates: (column, text) => known.get(keyOf(column, text)) ?? [],
    async learn(db, { mapping: column, field }, texts) {
      const target = objectOf(kernel.snapshot(), field.definition.target ?? '')
      const fresh = [...new Set(texts.map((text) => folded(column, text)))].filter(
        (text) => text !== '' && !known.has(`${column.column}\u0000${text}`),
      )
      if (fresh.length === 0) return
      if (known.size > MAX_REMEMBERED) known.clear()
      if (column.external !== undefined) {
        const found = await findByKey(db, kernel.snapshot(), { source: column.external, object: target.key, keys: fresh })
        for (const key of fresh) {
          const id = found.get(key)
          known.set(`${column.column}\u0000${key}`, id === undefined ? [] : [{ id, links: {} }])
        }
        return
      }
      const { values, bind } = parameters()
      const list = bind(fresh)
      const scope = target.definition.access === 'owned' ? rowCondition(target, actor, { operation: 'read', alias: 't', bind }) : null
      const links = target.own.filter((own) => own.definition.target !== undefined).map((own) => `'${own.key}', t."${own.key}"`)
      const parts = comparedFields(target, actor, column.by).map(
        (
          key,
        ) => `select lower(normalize(btrim(t."${key}"), NFKC)) as text, t.id, json_build_object(${links.join(', ')}) as links from "${target.table}" t
          where lower(normalize(btrim(t."${key}"), NFKC)) = any(${list}::text[]) and t.deleted_at is null${scope === null ? '' : ` and ${scope}`}`,
      )
      if (parts.length === 0) return
      const rows = await db.query<{ text: string; id: string; links: Candidate['links'] }>({ text: parts.join(' union all '), values })
      const found = new Map<string, Map<string, Candidate>>(fresh.map((text) => [text, new Map()]))
      for (const row of rows) found.get(row.text)?.set(row.id, { id: row.id, links: row.links })
      for (const [text, candidates] of found) known.set(`${column.column}\u0000${text}`, [...candidates.values()])
    },
  }
}
