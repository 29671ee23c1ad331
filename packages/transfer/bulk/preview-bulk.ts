import {
  AppError,
  type BulkPreview,
  type BulkRefusal,
  ERRORS,
  fill,
  isJsonObject,
  ISSUES,
  type Json,
  type Locale,
  text,
} from '@perigon/contracts'
import {
  type Actor,
  type Command,
  countReach,
  fieldRight,
  type Kernel,
  objectOf,
  type ObjectSnapshot,
  readRecords,
  walkIds,
} from '@perigon/kernel'
import { type BulkChange, operationOf, tagsIn, withTags } from './bulk-change.ts'
import type { StoredProblem } from './bulk-store.ts'

/** So many records are tried against all rules before a change begins. */
const TRIED = 2000
const PIECE = 500
const EXAMPLES = 5
const SAMPLES = 5

type Read = { readonly id: string; readonly title: string; readonly fields: { readonly [field: string]: Json } }

/** An error of one record in the reader's words, field by field. */
export function reasonOf({ code, issues, data }: StoredProblem, object: ObjectSnapshot | undefined, locale: Locale): string {
  const labelOf = (key: string): string => text(object?.fields.get(key)?.definition.label ?? { zh: key, en: key }, locale)
  if (issues.length === 0) {
    const { fields } = data
    const names = Array.isArray(fields) ? fields.map((key) => labelOf(String(key))).join(locale === 'zh-CN' ? '、' : ', ') : ''
    return fill(text(ERRORS[code].label, locale), { ...data, ...(names === '' ? {} : { fields: names }) }, locale)
  }
  return issues
    .map((issue) => {
      const message = fill(text(ISSUES[issue.code], locale), issue.data, locale)
      return issue.path === '' ? message : `${labelOf(issue.path)}: ${message}`
    })
    .join('; ')
}

/** Titles and some fields of records, as far as the actor may see them. */
export async function readSome(
  kernel: Kernel,
  actor: Actor,
  input: { readonly object: string; readonly ids: readonly string[]; readonly fields: readonly string[]; readonly trash?: boolean },
): Promise<ReadonlyMap<string, Read>> {
  const object = objectOf(kernel.snapshot(), input.object)
  const { title } = object.definition
  const fields = [...new Set([title, ...input.fields])].filter((key) => fieldRight(object, actor, key) !== 'hidden')
  const bodies = await readRecords(await kernel.door(actor), input.object, { ...input, context: kernel.queryContext(actor), fields })
  return new Map(
    bodies.flatMap((body): [string, Read][] => {
      const record: Json = JSON.parse(body)
      if (!isJsonObject(record) || typeof record['id'] !== 'string') return []
      const named = record[title]
      const values: { [field: string]: Json } = {}
      for (const key of input.fields) values[key] = record[key] === undefined ? null : JSON.parse(JSON.stringify(record[key]))
      return [[record['id'], { id: record['id'], title: typeof named === 'string' ? named : '', fields: values }]]
    }),
  )
}

function fieldsOf(change: BulkChange): readonly string[] {
  return change.tags === null ? Object.keys(change.patch) : [change.tags.field]
}

function afterOf(change: BulkChange, before: Read): { readonly [field: string]: Json } {
  if (change.tags === null) return change.patch
  const { field } = change.tags
  return { [field]: [...withTags(tagsIn(before.fields[field]), change.tags)] }
}

function commandOf(change: BulkChange, read: Read): Command {
  const { object, verb } = change
  return verb === 'delete' ? { object, op: 'delete', id: read.id } : { object, op: 'update', id: read.id, patch: afterOf(change, read) }
}

type Tried = {
  readonly checked: number
  readonly unchanged: number
  readonly refused: Map<string, { count: number; error: AppError; ids: string[] }>
  readonly fine: Read[]
}

/** Goes through every step of writing with the first records, and writes none. */
async function tryOut(kernel: Kernel, actor: Actor, change: BulkChange): Promise<Tried> {
  const door = await kernel.door(actor)
  const context = kernel.queryContext(actor)
  const ids = await walkIds(door, change.object, { context, wanted: change.wanted, after: null, limit: TRIED })
  const refused: Tried['refused'] = new Map()
  const fine: Read[] = []
  let unchanged = 0
  for (let at = 0; at < ids.length; at += PIECE) {
    const some = [
      ...(await readSome(kernel, actor, { object: change.object, ids: ids.slice(at, at + PIECE), fields: fieldsOf(change) })).values(),
    ]
    const commands = some.map((read) => commandOf(change, read))
    const results = await kernel.write(actor, commands, { cause: { kind: 'batch' }, mode: 'row_by_row', dry: true })
    results.forEach((result, index) => {
      const read = some[index]
      if (read === undefined) return
      if (!result.ok) {
        const { error } = result
        const key = JSON.stringify([error.code, error.issues])
        const group = refused.get(key) ?? { count: 0, error, ids: [] }
        group.count += 1
        if (group.ids.length < EXAMPLES) group.ids.push(read.id)
        refused.set(key, group)
      } else if (!result.changed) unchanged += 1
      else if (fine.length < SAMPLES) fine.push(read)
    })
  }
  return { checked: ids.length, unchanged, refused, fine }
}

/** Tells what a change would do: how many, whom the person may change, what would be refused and why, and a few before and after. */
export async function previewBulk(kernel: Kernel, actor: Actor, change: BulkChange): Promise<BulkPreview> {
  const object = objectOf(kernel.snapshot(), change.object)
  const reach = await countReach(await kernel.door(actor), change.object, {
    context: kernel.queryContext(actor),
    wanted: change.wanted,
    operation: operationOf(change.verb),
    examples: EXAMPLES,
  })
  const tried = await tryOut(kernel, actor, change)
  const rights = new AppError('access.denied')
  const groups = [
    ...(reach.total > reach.allowed ? [{ count: reach.total - reach.allowed, error: rights, ids: reach.denied }] : []),
    ...[...tried.refused.values()].filter(({ error }) => error.code !== 'access.denied'),
  ]
  const titles = await readSome(kernel, actor, { object: change.object, ids: groups.flatMap((group) => group.ids), fields: [] })
  const refused = groups
    .map(
      ({ count, error, ids }): BulkRefusal => ({
        count,
        code: error.code,
        message: reasonOf(error, object, actor.locale),
        examples: ids.map((id) => ({ id, title: titles.get(id)?.title ?? '' })),
      }),
    )
    .sort((a, b) => b.count - a.count)
  return {
    total: reach.total,
    allowed: reach.allowed,
    checked: tried.checked,
    unchanged: tried.unchanged,
    refused: refused.slice(0, 20),
    samples: tried.fine.map((read) => ({ id: read.id, title: read.title, before: read.fields, after: afterOf(change, read) })),
  }
}
