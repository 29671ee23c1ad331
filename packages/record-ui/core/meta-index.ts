import type { ClientMeta, FieldMeta, Json, ObjectMeta } from '@perigon/contracts'
import type { LookupWithin } from '@perigon/ui'
import { linkOf } from '@perigon/ui'

/** The client's metadata with quick ways into it. */
export type MetaIndex = {
  readonly version: number
  readonly objects: readonly ObjectMeta[]
  readonly object: (key: string) => ObjectMeta | undefined
  readonly byPath: (path: string) => ObjectMeta | undefined
}

/** Indexes the metadata by key and path. */
export function indexMeta(meta: ClientMeta): MetaIndex {
  const byKey = new Map(meta.objects.map((each) => [each.key, each]))
  const byPath = new Map(meta.objects.map((each) => [each.path, each]))
  return { version: meta.version, objects: meta.objects, object: (key) => byKey.get(key), byPath: (path) => byPath.get(path) }
}

/** A field of an object by key. */
export function fieldOf(object: ObjectMeta, key: string): FieldMeta | undefined {
  return object.fields.find((each) => each.key === key)
}

/** The owner field of an object, when this person may change it. */
export function ownerOf(object: ObjectMeta): FieldMeta | undefined {
  const owner = fieldOf(object, 'owner')
  return owner === undefined || owner.read_only || !object.can.update ? undefined : owner
}

/** The fields along a link path (`customer.industry.name`); empty when the path leads nowhere. */
export function fieldsOnPath(meta: MetaIndex, object: ObjectMeta, path: string): readonly FieldMeta[] {
  const found: FieldMeta[] = []
  let current: ObjectMeta | undefined = object
  for (const key of path.split('.')) {
    const field: FieldMeta | undefined = current === undefined ? undefined : fieldOf(current, key)
    if (field === undefined) return []
    found.push(field)
    current = field.target === undefined ? undefined : meta.object(field.target)
  }
  return found
}

/**
 * Fields of a form that narrow a link: when the target has a link of the same key and target as the form's own object,
 * only targets that agree with it make sense. A stage belongs to the chosen process, a contact to the chosen customer.
 */
export function narrowing(meta: MetaIndex, object: ObjectMeta, field: FieldMeta): readonly string[] {
  const target = field.target === undefined ? undefined : meta.object(field.target)
  if (target === undefined || target.key === object.key) return []
  return target.fields
    .filter(
      (each) =>
        each.target !== undefined &&
        each.key !== field.key &&
        !SYSTEM_LINKS.has(each.key) &&
        object.fields.some((own) => own.key === each.key && own.target === each.target),
    )
    .map((each) => each.key)
}

const SYSTEM_LINKS = new Set(['owner', 'department', 'created_by', 'updated_by'])

/** The narrowing of a link with the values now in the form. */
export function narrowedBy(keys: readonly string[], sibling: (key: string) => Json): readonly LookupWithin[] {
  return keys.flatMap((key) => {
    const link = linkOf(sibling(key))
    return link === null ? [] : [{ field: key, id: link.id }]
  })
}

/** Form sections with every writable field in them: custom fields that no section names come last. */
export function formSections(
  object: ObjectMeta,
): readonly { readonly label: { readonly zh: string; readonly en: string }; readonly fields: readonly FieldMeta[] }[] {
  const named = new Set(object.form.flatMap((each) => each.fields))
  const rest = object.fields.filter((each) => each.custom && !named.has(each.key))
  const sections = object.form.map((each) => ({ label: each.label, fields: each.fields.flatMap((key) => fieldOf(object, key) ?? []) }))
  return rest.length === 0 ? sections : [...sections, { label: { zh: '自定义字段', en: 'Custom fields' }, fields: rest }]
}

/** The name of a record: its title field, whatever its type. */
export function titleOf(object: ObjectMeta, record: { readonly [key: string]: Json }): string {
  const value = record[object.title]
  const link = linkOf(value)
  if (link !== null) return link.title
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
