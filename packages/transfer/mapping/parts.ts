import { fieldRight, type Actor, type FieldSnapshot, may, objectOf, type ObjectSnapshot, type Snapshot } from '@perigon/kernel'

/**
 * Records a sheet may fill besides its own: one `above`, to which the row's record belongs, or one `below`, which belongs
 * to it. `path` stands before the dot in the mapping (`customer.phone`, `contacts.mobile`); `link` is the field that ties
 * the two, of the row's object for `above`, of the part's object for `below`.
 */
export type Part = {
  readonly path: string
  readonly place: 'above' | 'below'
  readonly link: string
  readonly object: ObjectSnapshot
}

/** Fields an import may fill: those a person may write, and when a record was made. */
export function importableFields(object: ObjectSnapshot, actor: Actor): readonly FieldSnapshot[] {
  return [...object.fields.values()].filter(
    (field) => fieldRight(object, actor, field.key) === null && (field.definition.computed !== true || field.key === 'created_at'),
  )
}

function mayFill(object: ObjectSnapshot, actor: Actor): boolean {
  return object.definition.append_only !== true && may(object, actor, 'import') && may(object, actor, 'create')
}

/** The parts a sheet of this object may have, for this person: what its records follow, and the related lists of its page. */
export function partsOf(snapshot: Snapshot, object: ObjectSnapshot, actor: Actor): readonly Part[] {
  const above = object.follows
    .filter(({ field }) => fieldRight(object, actor, field) === null)
    .map(({ field, object: key }): Part => ({ path: field, place: 'above', link: field, object: objectOf(snapshot, key) }))
  const below = (object.definition.views.related ?? []).flatMap((key): Part[] => {
    const relation = object.relations.get(key)
    if (relation === undefined || relation.object === object.key) return []
    const child = objectOf(snapshot, relation.object)
    return fieldRight(child, actor, relation.field) === null ? [{ path: key, place: 'below', link: relation.field, object: child }] : []
  })
  return [...above, ...below].filter((part) => mayFill(part.object, actor))
}

/** Fields of a part that a column may fill. The name of a record above is the link itself; a record below is tied to its row. */
export function partFields(part: Part, actor: Actor): readonly FieldSnapshot[] {
  const tied = part.place === 'above' ? part.object.definition.title : part.link
  return importableFields(part.object, actor).filter((field) => field.key !== tied)
}

/** `part.field` → its two halves; a field of the row's own object has no part. */
export function splitTarget(target: string): { readonly part: string | null; readonly field: string } {
  const dot = target.indexOf('.')
  return dot < 0 ? { part: null, field: target } : { part: target.slice(0, dot), field: target.slice(dot + 1) }
}

/** The field a mapping's target names, and the object it is of; null when there is none. */
export function targetField(
  snapshot: Snapshot,
  object: ObjectSnapshot,
  target: string,
): { readonly object: ObjectSnapshot; readonly field: FieldSnapshot } | null {
  const { part, field } = splitTarget(target)
  const key = part === null ? object.key : (object.relations.get(part)?.object ?? object.fields.get(part)?.definition.target)
  const owner = key === undefined ? undefined : snapshot.objects.get(key)
  const found = owner?.fields.get(field)
  return owner === undefined || found === undefined ? null : { object: owner, field: found }
}
