import type { FieldMeta, ObjectMeta } from '@perigon/contracts'
import { fieldUi } from '@perigon/ui'
import { fieldsOnPath, type MetaIndex } from '../../core/meta-index.ts'

/** A column of a list: a field of the object or one behind a link. */
export type Column = {
  readonly path: string
  readonly fields: readonly FieldMeta[]
  readonly field: FieldMeta
  readonly width: number
  readonly isTitle: boolean
  readonly isEditable: boolean
}

/** The columns of a list with their widths. */
export function columnsOf(
  meta: MetaIndex,
  object: ObjectMeta,
  how: { readonly paths: readonly string[]; readonly widths: { readonly [path: string]: number } },
): readonly Column[] {
  const paths = how.paths.includes(object.title) ? how.paths : [object.title, ...how.paths]
  return paths.flatMap((path) => {
    const fields = fieldsOnPath(meta, object, path)
    const field = fields.at(-1)
    if (field === undefined) return []
    const isTitle = path === object.title
    return [
      {
        path,
        fields,
        field,
        isTitle,
        width: how.widths[path] ?? (isTitle ? 240 : fieldUi(field).width),
        isEditable: fields.length === 1 && !field.read_only && object.can.update,
      },
    ]
  })
}
