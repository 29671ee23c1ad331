import { AppError, isId, isJsonObject, type Json, type ListQuery } from '@perigon/contracts'
import { type Actor, type Kernel, may, objectOf, parseListQuery } from '@perigon/kernel'
import { exportColumns, type ExportFormat } from '@perigon/transfer'

/** What an export is made of. */
export type Wanted = {
  readonly object: string
  readonly format: ExportFormat
  readonly query: ListQuery
  readonly keys: readonly string[] | undefined
  readonly ids: readonly string[] | undefined
}

const MOST_CHOSEN = 10_000

function formatOf(value: unknown): ExportFormat {
  if (value === 'csv' || value === 'xlsx' || value === 'jsonl' || value === 'vcf') return value
  throw new AppError('request.invalid', { data: { detail: 'format is one of csv, xlsx, jsonl, vcf' } })
}

function idsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined
  // Left out, what is no list would let every record go out.
  if (!Array.isArray(value) || value.length > MOST_CHOSEN || !value.every(isId))
    throw new AppError('request.invalid', { data: { detail: `ids: a list of at most ${MOST_CHOSEN} record ids` } })
  return value
}

/** Reads `{ filter?, q?, sort?, fields?, ids? }`; null is as left out; throws what is wrong with it. */
export function wantedOf(object: string, format: unknown, body: unknown): Wanted {
  const said = isJsonObject(body) ? body : {}
  const told = ['filter', 'q', 'sort', 'fields'].filter((key) => said[key] !== undefined && said[key] !== null)
  const { fields: keys, ...query } = parseListQuery(Object.fromEntries(told.map((key) => [key, said[key]])))
  return { object, format: formatOf(format), query, keys, ids: idsOf(said['ids']) }
}

/** The same as it is kept. */
export function storedQuery({ query, keys, ids }: Wanted): Json {
  const stored: { [key: string]: Json } = JSON.parse(JSON.stringify(query))
  return { ...stored, ...(keys === undefined ? {} : { fields: [...keys] }), ...(ids === undefined ? {} : { ids: [...ids] }) }
}

/** Throws unless the person may export these records in these columns now. */
export async function demandExport(kernel: Kernel, actor: Actor, wanted: Wanted): Promise<readonly string[]> {
  const object = objectOf(kernel.snapshot(), wanted.object)
  if (!may(object, actor, 'export')) throw new AppError('access.denied')
  const fields = exportColumns(kernel, actor, wanted).map(({ path }) => path)
  await kernel.list(actor, wanted.object, { ...wanted.query, fields, limit: 1 })
  return fields
}
