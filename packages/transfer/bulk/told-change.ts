import { type BulkToldChange, isJsonObject, type Json } from '@perigon/contracts'
import { type Actor, fieldRight, type Kernel, linkTitles, may, type ObjectSnapshot, parsePatch, wireValue } from '@perigon/kernel'
import { tagsIn } from './bulk-change.ts'

const LATEST = 100

type Change = { readonly id: string; readonly object: ObjectSnapshot; readonly values: readonly (readonly [string, Json])[] }
type Kept = { readonly patch: { readonly [field: string]: unknown }; readonly tags: { readonly [key: string]: unknown } | null }

function changeIn(value: unknown): Kept {
  const { patch, tags } = isJsonObject(value) ? value : {}
  return { patch: isJsonObject(patch) ? patch : {}, tags: isJsonObject(tags) ? tags : null }
}

/** The actor's latest operations as they are kept. */
async function latest(kernel: Kernel, actor: Actor): Promise<readonly { readonly [field: string]: unknown }[]> {
  const body = await kernel.list(actor, 'bulk_operation', { fields: ['object', 'change'], sort: ['-created_at'], limit: LATEST })
  const page: unknown = JSON.parse(body)
  const rows: unknown = isJsonObject(page) ? page['data'] : []
  return Array.isArray(rows) ? rows.filter(isJsonObject) : []
}

/** The titles of linked records that the actor may read. */
async function titlesOf(kernel: Kernel, actor: Actor, changes: readonly Change[]): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, Set<string>>()
  for (const { object, values } of changes)
    for (const [key, value] of values) {
      const target = object.fields.get(key)?.definition.target
      if (target !== undefined && typeof value === 'string') wanted.set(target, (wanted.get(target) ?? new Set()).add(value))
    }
  return linkTitles(await kernel.door(actor), kernel.queryContext(actor), wanted)
}

/**
 * What the actor's latest changes set, as the actor reads such values today: links with the titles they may read, masked
 * values masked. A field that is hidden from them by now, or of an object they may no longer read, is left out.
 */
export async function toldChanges(kernel: Kernel, actor: Actor): Promise<readonly BulkToldChange[]> {
  const snapshot = kernel.snapshot()
  const input = { context: kernel.parseContext(actor), cause: { kind: 'batch' as const }, actor, allowed: true }
  const isSeen = (object: ObjectSnapshot, key: string): boolean => object.fields.has(key) && fieldRight(object, actor, key) !== 'hidden'
  const kept = (await latest(kernel, actor)).flatMap((row) => {
    const object = snapshot.objects.get(String(row['object']))
    return object === undefined || !may(object, actor, 'read') ? [] : [{ id: String(row['id']), object, ...changeIn(row['change']) }]
  })
  const changes = kept.map(({ id, object, patch }) => {
    const { values } = parsePatch(object, patch, input)
    // In the order of the object: what is kept as JSON has none of its own.
    const keys = [...object.fields.keys()].filter((key) => key in values && isSeen(object, key))
    return { id, object, values: keys.map((key): readonly [string, Json] => [key, values[key] ?? null]) }
  })
  const titles = await titlesOf(kernel, actor, changes)
  return kept.map(({ id, object, tags }, index) => {
    const wire = (field: string, value: Json): Json => wireValue(object, { field, value, titles, actor })
    const field = String(tags?.['field'])
    const isTold = tags !== null && isSeen(object, field)
    return {
      id,
      values: (changes[index]?.values ?? []).map(([key, value]) => ({ field: key, value: wire(key, value) })),
      tags: isTold ? { field, add: tagsIn(wire(field, tagsIn(tags['add']))), remove: tagsIn(wire(field, tagsIn(tags['remove']))) } : null,
    }
  })
}
