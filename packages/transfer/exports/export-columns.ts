import { AppError, type Locale, text } from '@perigon/contracts'
import { type Actor, type FieldSnapshot, fieldRight, isAsWide, type Kernel, may, type ObjectSnapshot, objectOf } from '@perigon/kernel'

/** A column of an export: a field of the object, or one that a path through links ends in (`customer.industry`). */
export type Column = {
  /** As the reader of lists knows it, and as a record has the value. */
  readonly path: string
  /** The fields on the way; the last one is what stands in the cells. */
  readonly way: readonly FieldSnapshot[]
  readonly field: FieldSnapshot
  readonly isMasked: boolean
}

type Asked = {
  readonly object: string
  /** Columns asked for; the list's own when absent. Cards take the fields that have a place on a card. */
  readonly keys: readonly string[] | undefined
  readonly format: string
}

/**
 * The columns of an export. A field that is hidden on the way is unknown here as everywhere; what belongs to records of another object
 * needs the right to export all of those that one may read.
 */
export function exportColumns(kernel: Kernel, actor: Actor, { object: key, keys, format }: Asked): readonly Column[] {
  const object = objectOf(kernel.snapshot(), key)
  const column = (path: string): Column => columnAt(kernel, actor, { object, path })
  const open = [...object.fields.values()].filter((field) => fieldRight(object, actor, field.key) !== 'hidden')
  if (format === 'vcf') {
    const fields = open.filter((field) => field.definition.card !== undefined)
    if (!fields.some((field) => field.definition.card === 'name'))
      throw new AppError('request.invalid', { data: { detail: `${key} has no cards` } })
    return fields.map((field) => column(field.key))
  }
  return (keys ?? object.definition.views.list.filter((each) => open.some((field) => field.key === each))).map(column)
}

function columnAt(kernel: Kernel, actor: Actor, { object, path }: { readonly object: ObjectSnapshot; readonly path: string }): Column {
  const unknown = (): AppError => new AppError('query.unknown_field', { data: { field: path.slice(0, 100) } })
  const way: FieldSnapshot[] = []
  let at = object
  for (const key of path.split('.')) {
    const before = way.at(-1)
    if (before !== undefined) {
      if (before.definition.target === undefined) throw unknown()
      at = objectOf(kernel.snapshot(), before.definition.target)
      if (!may(at, actor, 'export') || !isAsWide(at, actor, 'export')) throw new AppError('access.denied')
    }
    const field = at.fields.get(key)
    if (field === undefined || fieldRight(at, actor, key) === 'hidden') throw unknown()
    way.push(field)
  }
  const field = way.at(-1)
  if (field === undefined) throw unknown()
  return { path, way, field, isMasked: fieldRight(at, actor, field.key) === 'masked' }
}

/** What stands above the column, as above that of a list. */
export function headOf({ way }: Column, locale: Locale): string {
  return way.map((field) => text(field.definition.label, locale)).join(' › ')
}
