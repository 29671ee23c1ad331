import { AppError, isId, isJsonObject, type Json, MAX_SHEET_CELLS, type SheetRow } from '@perigon/contracts'

function refuse(detail: string): never {
  throw new AppError('request.invalid', { data: { detail } })
}

function textsOf(input: unknown): { readonly [field: string]: string } {
  if (input === undefined) return {}
  if (!isJsonObject(input)) return refuse('texts must be an object')
  return Object.fromEntries(
    Object.entries(input).map(([field, text]) => [field, typeof text === 'string' ? text : refuse('texts must be texts')]),
  )
}

function rowOf(input: unknown): SheetRow {
  if (!isJsonObject(input)) return refuse('a row must be an object')
  const { id, version, data = {} } = input
  if (id !== undefined && !isId(id)) return refuse('id must be a record id')
  if (version !== undefined && !(typeof version === 'number' && Number.isInteger(version))) return refuse('version must be a whole number')
  if (!isJsonObject(data)) return refuse('data must be an object')
  const values: { readonly [field: string]: Json } = JSON.parse(JSON.stringify(data))
  return {
    ...(id === undefined ? {} : { id: id.toLowerCase() }),
    ...(version === undefined ? {} : { version }),
    texts: textsOf(input['texts']),
    data: values,
  }
}

/** What a caller sent → rows of a block; refused when it is malformed or too large. */
export function parseSheet(body: unknown): readonly SheetRow[] {
  const rows = isJsonObject(body) ? body['rows'] : undefined
  if (!Array.isArray(rows) || rows.length === 0) return refuse('rows are needed')
  const tooMany = () => new AppError('sheet.too_many', { data: { limit: MAX_SHEET_CELLS } })
  if (rows.length > MAX_SHEET_CELLS) throw tooMany()
  const parsed = rows.map(rowOf)
  const cells = parsed.reduce((sum, row) => sum + Object.keys(row.texts ?? {}).length + Object.keys(row.data ?? {}).length, 0)
  if (cells > MAX_SHEET_CELLS) throw tooMany()
  return parsed
}
