import { AppError, isId, isJsonObject } from '@perigon/contracts'
import { type Actor, englishTitle, fieldRight, isOpen, type Kernel, type Mark, marksOf, may, type ObjectSnapshot } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'
import { actorOf } from './server.ts'
import { BODY, NO_INPUT, OBJECT } from './route-schemas.ts'

type Item = {
  readonly id: string
  readonly title: string
  readonly subtitle?: string
  /** The parts that a search matched. */
  readonly marks?: { readonly title: readonly Mark[]; readonly subtitle: readonly Mark[] }
  /** The field that was matched, when neither title nor subtitle shows it. */
  readonly found?: { readonly field: string; readonly value: string; readonly marks: readonly Mark[] }
}

const PER_GROUP = 5

function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (isJsonObject(value)) return textOf(value['title'] ?? value['amount'] ?? '')
  return ''
}

/** Fields whose values are shown: as the title, and as short facts below it. */
type Shown = { readonly titles: readonly string[]; readonly facts?: readonly string[] }

/** Fields that hold what a record is called for this reader; the first that says something does. */
function titleFields(object: ObjectSnapshot, actor: Actor): readonly string[] {
  const { title } = object.definition
  const english = englishTitle(object, actor)
  return [...(english === null ? [] : [english]), ...(fieldRight(object, actor, title) === 'hidden' ? [] : [title])]
}

function item(object: ObjectSnapshot, record: unknown, { titles, facts = [] }: Shown): Item | null {
  if (!isJsonObject(record) || typeof record['id'] !== 'string') return null
  const subtitle = facts
    .map((key) => textOf(record[key]))
    .filter((part) => part !== '')
    .join(' · ')
  const title = titles.map((key) => textOf(record[key])).find((text) => text !== '') ?? ''
  return { id: record['id'], title, ...(subtitle === '' ? {} : { subtitle }) }
}

/** Short facts that tell namesakes apart, as far as the actor may see them. */
function subtitleFields(object: ObjectSnapshot, actor: Actor): readonly string[] {
  const readable = ['text', 'link', 'phone', 'email', 'auto_number']
  return (object.definition.views.highlights ?? [])
    .filter((key) => fieldRight(object, actor, key) !== 'hidden' && readable.includes(object.fields.get(key)?.type.name ?? ''))
    .slice(0, 2)
}

/** Longer texts are not shown as the reason of a match. */
const SHOWN = 120

/** A record with the parts that were matched; where they are in a field that is not shown, with that field. */
function marked(shown: Item, q: string, others: readonly (readonly [field: string, value: string])[]): Item {
  const marks = { title: marksOf(shown.title, q), subtitle: marksOf(shown.subtitle ?? '', q) }
  if (marks.title.length > 0 || marks.subtitle.length > 0) return { ...shown, marks }
  const held = others
    .map(([field, value]) => ({ field, value, marks: value.length > SHOWN ? [] : marksOf(value, q) }))
    .find((each) => each.marks.length > 0)
  return { ...shown, marks, ...(held === undefined ? {} : { found: held }) }
}

type Sought = { readonly q: string; readonly limit: number; readonly recent: readonly string[] }

async function find(kernel: Kernel, actor: Actor, input: Sought & { readonly object: ObjectSnapshot }): Promise<readonly Item[]> {
  const { object, q, limit, recent } = input
  const titles = titleFields(object, actor)
  const facts = subtitleFields(object, actor).filter((key) => !titles.includes(key))
  const shown = { titles, facts }
  const fields = [...new Set([...titles, ...facts])]
  if (q === '') {
    const page: unknown = JSON.parse(await kernel.list(actor, object.key, { fields, limit }))
    const data = isJsonObject(page) && Array.isArray(page['data']) ? page['data'] : []
    return data.map((record) => item(object, record, shown)).filter((found) => found !== null)
  }
  const others = object.searchFields.map((field) => field.key).filter((key) => !fields.includes(key) && isOpen(object, actor, key))
  const bodies = await kernel.find(actor, object.key, { q, fields: [...fields, ...others], limit, recent })
  return bodies.flatMap((body): Item[] => {
    const record: unknown = JSON.parse(body)
    const found = item(object, record, shown)
    if (found === null || !isJsonObject(record)) return []
    return [
      marked(
        found,
        q,
        others.map((key) => [key, textOf(record[key])] as const),
      ),
    ]
  })
}

async function recentIds(kernel: Kernel, actor: Actor): Promise<readonly string[]> {
  const rows = await kernel.db.query<{ record: string }>({
    text: 'select record from recent_record where user_id = $1 order by at desc limit 50',
    values: [actor.id],
    name: 'recent_ids',
  })
  return rows.map((row) => row.record)
}

function parameter(query: unknown, name: string): string {
  const value = isJsonObject(query) ? query[name] : undefined
  if (value !== undefined && typeof value !== 'string')
    throw new AppError('request.invalid', { data: { detail: `${name} must be a text` } })
  return (value ?? '').slice(0, 200)
}

/** Pickers, global search and recently opened records. */
export function registerLookupRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.get<{ Params: { path: string } }>('/api/v1/:path/lookup', { config: { access: 'session' }, schema: OBJECT }, async (request) => {
    const object = kernel.snapshot().byPath.get(request.params.path)
    if (object === undefined) throw new AppError('object.not_found', { data: { object: request.params.path.slice(0, 60) } })
    const limit = Math.min(Math.max(Number(parameter(request.query, 'limit')) || 10, 1), 50)
    const actor = actorOf(request)
    const q = parameter(request.query, 'q').trim()
    const recent = q === '' ? [] : await recentIds(kernel, actor)
    return { data: await find(kernel, actor, { object, q, limit, recent }) }
  })
  app.get('/api/v1/search', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    const q = parameter(request.query, 'q').trim()
    const actor = actorOf(request)
    if (q === '') return { groups: [] }
    const objects = [...kernel.snapshot().objects.values()].filter(
      (object) => object.searchFields.length > 0 && object.definition.navigable !== false && may(object, actor, 'read'),
    )
    const recent = await recentIds(kernel, actor)
    const groups = await Promise.all(
      objects.map(async (object) => ({ object: object.key, items: await find(kernel, actor, { object, q, limit: PER_GROUP, recent }) })),
    )
    return { groups: groups.filter((group) => group.items.length > 0) }
  })
  app.post('/api/v1/recent', { config: { access: 'session' }, schema: BODY }, async (request, reply) => {
    const body = isJsonObject(request.body) ? request.body : {}
    const actor = actorOf(request)
    const { object, id } = body
    if (typeof object !== 'string' || !isId(id) || !kernel.snapshot().objects.has(object))
      throw new AppError('request.invalid', { data: { detail: 'object and id are needed' } })
    await kernel.get(actor, object, { id, fields: [] })
    await kernel.db.query({
      text: 'insert into recent_record (user_id, object, record, at) values ($1, $2, $3, $4) on conflict (user_id, object, record) do update set at = excluded.at',
      values: [actor.id, object, id, kernel.clock.now().toISOString()],
    })
    return reply.code(204).send()
  })
  app.get('/api/v1/recent', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    const actor = actorOf(request)
    const rows = await kernel.db.query<{ object: string; record: string; at: Date }>({
      text: 'select object, record, at from recent_record where user_id = $1 order by at desc limit 20',
      values: [actor.id],
    })
    return { data: await titled(kernel, actor, rows) }
  })
}

async function titled(
  kernel: Kernel,
  actor: ReturnType<typeof actorOf>,
  rows: readonly { object: string; record: string; at: Date }[],
): Promise<readonly unknown[]> {
  const titles = new Map<string, string>()
  const byObject = Map.groupBy(rows, (row) => row.object)
  for (const [key, group] of byObject) {
    const object = kernel.snapshot().objects.get(key)
    if (object === undefined || !may(object, actor, 'read')) continue
    const shown = { titles: titleFields(object, actor) }
    const page: unknown = JSON.parse(
      await kernel.list(actor, key, {
        filter: { field: 'id', op: 'in', value: group.map((row) => row.record) },
        fields: shown.titles,
        limit: 20,
      }),
    )
    const data = isJsonObject(page) && Array.isArray(page['data']) ? page['data'] : []
    for (const record of data) {
      const found = item(object, record, shown)
      if (found !== null) titles.set(found.id, found.title)
    }
  }
  return rows
    .filter((row) => titles.has(row.record))
    .map((row) => ({ object: row.object, id: row.record, title: titles.get(row.record), at: new Date(row.at).toISOString() }))
}
