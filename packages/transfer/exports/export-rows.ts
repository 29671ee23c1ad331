import { isJsonObject, type Json, type ListQuery, type Locale } from '@perigon/contracts'
import { zonedText } from '@perigon/fields'
import { type Actor, type FieldSnapshot, type Kernel, readRecords } from '@perigon/kernel'
import type { Column } from './export-columns.ts'

/** A value as on the wire as the text of a cell. */
export function cellText(
  value: unknown,
  field: FieldSnapshot,
  { locale, masked, timeZone }: { readonly locale: Locale; readonly masked: boolean; readonly timeZone: string },
): string {
  if (value === null || value === undefined) return ''
  // A masked value is a text whatever the field's type.
  if (masked) return typeof value === 'string' ? value : ''
  if (field.definition.target !== undefined) return isJsonObject(value) && typeof value['title'] === 'string' ? value['title'] : ''
  // As an import reads it, and as people who open the file do.
  if (field.type.name === 'datetime') return zonedText(new Date(String(value)), timeZone)
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  const plain: Json = isPlain ? value : JSON.parse(JSON.stringify(value))
  return field.type.print(plain, field.definition, locale)
}

type Source = {
  readonly object: string
  readonly columns: readonly Column[]
  readonly query: ListQuery
  readonly ids?: readonly string[] | undefined
}

/** All records of a query that one may read and export, page by page through the reader of every list: constant memory, same rights. */
export async function* exportRecords(kernel: Kernel, actor: Actor, input: Source): AsyncGenerator<Readonly<Record<string, unknown>>> {
  if (input.ids !== undefined) return yield* chosenRecords(kernel, actor, { ...input, ids: input.ids })
  let cursor: string | undefined
  do {
    const query = {
      ...input.query,
      right: 'export' as const,
      fields: input.columns.map(({ path }) => path),
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    }
    const page: unknown = JSON.parse(await kernel.list(actor, input.object, query))
    if (!isJsonObject(page) || !Array.isArray(page['data'])) return
    for (const record of page['data']) if (isJsonObject(record)) yield record
    cursor = typeof page['next'] === 'string' ? page['next'] : undefined
  } while (cursor !== undefined)
}

async function* chosenRecords(
  kernel: Kernel,
  actor: Actor,
  input: Source & { readonly ids: readonly string[] },
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const fields = input.columns.map(({ path }) => path)
  const context = { ...kernel.queryContext(actor), right: 'export' as const }
  const bodies = await readRecords(await kernel.door(actor), input.object, { context, ids: input.ids, fields })
  for (const body of bodies) {
    const record: unknown = JSON.parse(body)
    if (isJsonObject(record)) yield record
  }
}

/** The same records as texts in the reader's language, one cell per column. */
export async function* exportRows(kernel: Kernel, actor: Actor, input: Source): AsyncGenerator<readonly string[]> {
  for await (const record of exportRecords(kernel, actor, input))
    yield input.columns.map(({ path, field, isMasked }) =>
      cellText(record[path], field, { locale: actor.locale, masked: isMasked, timeZone: actor.time_zone }),
    )
}
