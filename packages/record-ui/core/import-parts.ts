import type { FieldMeta, Label, ObjectMeta } from '@perigon/contracts'
import { fieldOf, type MetaIndex } from './meta-index.ts'

/** Records of another object that a sheet may fill along with its own; see the transfer package. */
export type ImportPart = {
  readonly path: string
  readonly place: 'above' | 'below'
  readonly object: ObjectMeta
  readonly fields: readonly FieldMeta[]
}

// Those allowed may bring them along; the server refuses them for everybody else.
const AUDIT = new Set(['created_at', 'created_by'])

/** Fields a file may fill. */
export function importableFields(object: ObjectMeta): readonly FieldMeta[] {
  return object.fields.filter((field) => !field.read_only || AUDIT.has(field.key))
}

/** What the object's records follow, and the related lists of its page, where this person may import. */
export function importParts(meta: MetaIndex, object: ObjectMeta): readonly ImportPart[] {
  const above = object.follows.flatMap((key): ImportPart[] => {
    const target = meta.object(fieldOf(object, key)?.target ?? '')
    if (target?.can.import !== true) return []
    return [{ path: key, place: 'above', object: target, fields: importableFields(target).filter((field) => field.key !== target.title) }]
  })
  const below = object.related.flatMap((key): ImportPart[] => {
    const relation = object.relations.find((each) => each.key === key)
    const child = relation === undefined || relation.object === object.key ? undefined : meta.object(relation.object)
    if (child?.can.import !== true) return []
    return [{ path: key, place: 'below', object: child, fields: importableFields(child).filter((field) => field.key !== relation?.field) }]
  })
  return [...above, ...below]
}

export type ImportTarget = { readonly object: ObjectMeta; readonly field: FieldMeta; readonly part: ImportPart | null }

/** The field a column goes into: `phone`, or `contacts.phone` of a part. */
export function importTarget(meta: MetaIndex, object: ObjectMeta, target: string): ImportTarget | undefined {
  const [first = '', second] = target.split('.')
  const part = second === undefined ? null : (importParts(meta, object).find((each) => each.path === first) ?? null)
  const owner = second === undefined ? object : part?.object
  const field = owner === undefined ? undefined : fieldOf(owner, second ?? first)
  return owner === undefined || field === undefined ? undefined : { object: owner, field, part }
}

/** How such a field is named on screen: “Contact · Mobile”. */
export function targetLabel({ object, field, part }: ImportTarget): Label {
  if (part === null) return field.label
  const { one } = object.label
  return { zh: `${one.zh} · ${field.label.zh}`, en: `${one.en} · ${field.label.en}` }
}
