import {
  AppError,
  BULK_VERBS,
  type BulkVerb,
  type BulkWorkVerb,
  invalid,
  isId,
  isJsonObject,
  type Issue,
  type Json,
  type TagChange,
} from '@perigon/contracts'
import { type Actor, type Kernel, may, objectOf, type Operation, parseListQuery, parsePatch, type Wanted } from '@perigon/kernel'

/** A change of many records, checked: what is asked of each of them, and which they are. */
export type BulkChange = {
  readonly object: string
  readonly verb: BulkVerb
  readonly patch: { readonly [field: string]: Json }
  readonly tags: TagChange | null
  readonly wanted: Wanted
}

/** Records that can be chosen one by one; more are meant by a filter. */
const MOST_CHOSEN = 10_000
const MOST_TAGS = 20

function refuse(detail: string): never {
  throw new AppError('request.invalid', { data: { detail } })
}

/** The right a change asks of each record. */
export function operationOf(verb: BulkWorkVerb): Operation {
  return verb === 'delete' ? 'delete' : 'update'
}

/** `unknown` → which records; a filter is checked when it is compiled against the snapshot. */
function parseWanted(body: { readonly [key: string]: unknown }): Wanted {
  const { ids, query } = body
  if (ids === undefined || ids === null) {
    if (!isJsonObject(query)) return refuse('ids or query is needed')
    const { filter, q } = query
    const parsed = parseListQuery({ ...(filter === undefined ? {} : { filter }), ...(q === undefined ? {} : { q }) })
    return { filter: parsed.filter, q: parsed.q }
  }
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > MOST_CHOSEN || !ids.every(isId))
    return refuse(`ids: 1 to ${MOST_CHOSEN} record ids`)
  return { ids: [...new Set(ids.map((id: string) => id.toLowerCase()))] }
}

function words(value: unknown): readonly string[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > MOST_TAGS || !value.every((word) => typeof word === 'string'))
    return refuse(`tags.add and tags.remove: at most ${MOST_TAGS} words`)
  return [...new Set(value.map((word: string) => word.trim()).filter((word) => word !== ''))]
}

function parseTags(value: unknown): TagChange {
  if (!isJsonObject(value) || typeof value['field'] !== 'string') return refuse('tags.field is needed')
  const change = { field: value['field'], add: words(value['add']), remove: words(value['remove']) }
  return change.add.length + change.remove.length === 0 ? refuse('tags.add or tags.remove is needed') : change
}

/** The values after a change of tags: what is added comes behind what stays. */
export function withTags(before: readonly string[], { add, remove }: Pick<TagChange, 'add' | 'remove'>): readonly string[] {
  const stay = before.filter((word) => !remove.includes(word))
  return [...stay, ...add.filter((word) => !stay.includes(word))]
}

/** The words in a stored or printed field of tags. */
export function tagsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []
}

function patchOf(verb: BulkVerb, body: { readonly [key: string]: unknown }): { readonly [field: string]: Json } {
  if (verb === 'delete' || verb === 'tag') return {}
  const { patch } = body
  if (!isJsonObject(patch) || Object.keys(patch).length === 0) return refuse('patch: field → value')
  if (verb === 'transfer' && Object.keys(patch).join() !== 'owner') return refuse('patch of a transfer: owner')
  return JSON.parse(JSON.stringify(patch))
}

/** Values that cannot be right on any record are refused before a single one is touched. */
function checkValues(kernel: Kernel, actor: Actor, change: BulkChange): void {
  const object = objectOf(kernel.snapshot(), change.object)
  const patch = change.tags === null ? change.patch : { [change.tags.field]: change.tags.add }
  const issues: Issue[] = [
    ...parsePatch(object, patch, { context: kernel.parseContext(actor), cause: { kind: 'batch' }, actor, allowed: false }).issues,
  ]
  for (const [key, value] of Object.entries(change.patch)) {
    const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0)
    if (isEmpty && object.fields.get(key)?.definition.required === true) issues.push({ path: key, code: 'required' })
  }
  const field = change.tags === null ? undefined : object.fields.get(change.tags.field)
  if (field !== undefined && (field.columns[0]?.type !== 'text[]' || field.definition.options !== undefined))
    issues.push({ path: field.key, code: 'type', data: { expected: 'tags' } })
  if (issues.length > 0) throw invalid(issues)
}

/** `unknown` → BulkChange, or what is wrong with it: rights to the object, fields and values are checked here once. */
export function parseBulk(kernel: Kernel, actor: Actor, input: { readonly object: string; readonly body: unknown }): BulkChange {
  const body = isJsonObject(input.body) ? input.body : refuse('the body must be a JSON object')
  const verb = BULK_VERBS.find((name) => name === body['verb']) ?? refuse(`verb is one of ${BULK_VERBS.join(', ')}`)
  const object = objectOf(kernel.snapshot(), input.object)
  if (object.definition.append_only === true || !may(object, actor, 'read') || !may(object, actor, operationOf(verb)))
    throw new AppError('access.denied')
  const tags = verb === 'tag' ? parseTags(body['tags']) : null
  const change: BulkChange = { object: object.key, verb, patch: patchOf(verb, body), tags, wanted: parseWanted(body) }
  checkValues(kernel, actor, change)
  return change
}
