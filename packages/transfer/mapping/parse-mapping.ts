import { AppError, type ColumnMapping, type ImportMapping, type ImportSource, isJsonObject, type Json } from '@perigon/contracts'
import { type Actor, fieldOf, type ObjectSnapshot, type Snapshot } from '@perigon/kernel'
import { importableFields, partFields, partsOf } from './parts.ts'

function refuse(detail: string): never {
  throw new AppError('import.mapping', { data: { detail } })
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null))
}

function column(input: unknown, source: ImportSource, fields: ReadonlySet<string>): ColumnMapping {
  if (!isJsonObject(input)) refuse('columns must hold objects')
  const { column: index, field, by, values, blank, missing } = input
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= source.header.length)
    refuse('a column is not in the file')
  if (field !== null && field !== undefined && (typeof field !== 'string' || !fields.has(field)))
    refuse(`there is no field ${String(field).slice(0, 60)}`)
  if (values !== undefined && (!isJsonObject(values) || Object.keys(values).length > 5000)) refuse('values must be an object')
  return {
    column: index,
    header: source.header[index] ?? '',
    field: typeof field === 'string' ? field : null,
    ...(typeof by === 'string' ? { by } : {}),
    ...(isJsonObject(values) ? { values: Object.fromEntries(Object.entries(values).map(([text, value]) => [text, toJson(value)])) } : {}),
    ...(missing === 'create' || missing === 'empty' ? { missing } : {}),
    ...(blank === undefined || blank === null ? {} : { blank: toJson(blank) }),
  }
}

/** `unknown` → ImportMapping for this file and object; `import.mapping` says what is wrong. */
export function parseMapping(
  input: unknown,
  source: ImportSource,
  target: { readonly object: ObjectSnapshot; readonly actor: Actor; readonly snapshot: Snapshot },
): ImportMapping {
  const { object, actor, snapshot } = target
  if (!isJsonObject(input) || !Array.isArray(input['columns'])) refuse('columns are missing')
  const fields = new Set(importableFields(object, actor).map((field) => field.key))
  const parts = partsOf(snapshot, object, actor)
  const targets = new Set([...fields, ...parts.flatMap((part) => partFields(part, actor).map((field) => `${part.path}.${field.key}`))])
  const columns = input['columns'].map((item) => column(item, source, targets))
  const used = columns.flatMap((item) => (item.field === null ? [] : [item.field]))
  if (!used.some((field) => fields.has(field))) refuse('no column is matched')
  for (const { path, place, link } of parts)
    if (place === 'above' && !used.includes(link) && used.some((field) => field.startsWith(`${path}.`)))
      refuse(`columns of ${path} need a column that names it`)
  const twice = used.find((field, index) => used.indexOf(field) !== index)
  if (twice !== undefined) refuse(`two columns fill ${twice}`)
  const { match, existing, constants, locale } = input
  const constantFields = isJsonObject(constants)
    ? Object.fromEntries(Object.entries(constants).map(([key, value]) => [key, toJson(value)]))
    : {}
  for (const key of Object.keys(constantFields)) if (!fields.has(key)) refuse(`there is no field ${key.slice(0, 60)}`)
  if (match !== null && match !== undefined) {
    if (typeof match !== 'string' || !used.includes(match) || !fields.has(match))
      refuse('the match field must be one of the matched columns')
    // An amount is how much and in what currency; asked for one of several it is compared in another.
    const { operators, columns: stored } = fieldOf(object, match).type
    if (!operators.includes('in') || stored.length > 1) refuse(`records cannot be matched by ${match}`)
  }
  return {
    columns,
    match: typeof match === 'string' ? match : null,
    existing: existing === 'skip' ? 'skip' : 'update',
    constants: constantFields,
    ...(locale === 'en-US' || locale === 'zh-CN' ? { locale } : {}),
  }
}
