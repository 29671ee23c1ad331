import { AppError, isJsonObject, type Json, type ListQuery, type Locale, text } from '@perigon/contracts'
import { type Actor, type FieldSnapshot, fieldOf, fieldRight, type Kernel, objectOf } from '@perigon/kernel'

/** Columns of an export: the fields asked for, else those of the list; a hidden one is unknown here as everywhere. */
export function exportFields(
  kernel: Kernel,
  actor: Actor,
  input: { readonly object: string; readonly keys: readonly string[] | undefined },
): readonly FieldSnapshot[] {
  const object = objectOf(kernel.snapshot(), input.object)
  const hidden = (key: string): boolean => fieldRight(object, actor, key) === 'hidden'
  const unknown = input.keys?.find(hidden)
  if (unknown !== undefined) throw new AppError('query.unknown_field', { data: { field: unknown } })
  return (input.keys ?? object.definition.views.list.filter((key) => !hidden(key))).map((key) => fieldOf(object, key))
}

export function exportHeader(fields: readonly FieldSnapshot[], locale: Locale): readonly string[] {
  return fields.map((field) => text(field.definition.label, locale))
}

function cell(value: unknown, field: FieldSnapshot, { locale, masked }: { readonly locale: Locale; readonly masked: boolean }): string {
  if (value === null || value === undefined) return ''
  // A masked value is a text whatever the field's type.
  if (masked) return typeof value === 'string' ? value : ''
  if (field.definition.target !== undefined) return isJsonObject(value) && typeof value['title'] === 'string' ? value['title'] : ''
  const plain: Json = JSON.parse(JSON.stringify(value))
  return field.type.print(plain, field.definition, locale)
}

/** All records of a query as texts, page by page through the same reader as every list: constant memory, same rights. */
export async function* exportRows(
  kernel: Kernel,
  actor: Actor,
  input: { readonly object: string; readonly fields: readonly FieldSnapshot[]; readonly query: ListQuery },
): AsyncGenerator<readonly string[]> {
  const object = objectOf(kernel.snapshot(), input.object)
  let cursor: string | undefined
  do {
    const query: ListQuery = {
      ...input.query,
      fields: input.fields.map((field) => field.key),
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    }
    const page: unknown = JSON.parse(await kernel.list(actor, input.object, query))
    if (!isJsonObject(page) || !Array.isArray(page['data'])) return
    for (const record of page['data'])
      if (isJsonObject(record))
        yield input.fields.map((field) =>
          cell(record[field.key], field, { locale: actor.locale, masked: fieldRight(object, actor, field.key) === 'masked' }),
        )
    cursor = typeof page['next'] === 'string' ? page['next'] : undefined
  } while (cursor !== undefined)
}
