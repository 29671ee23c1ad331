import type { ColumnMapping, ImportMapping, ImportSource } from '@perigon/contracts'
import type { FieldSnapshot, ObjectSnapshot } from '@perigon/kernel'

/** Headers and labels are compared without case, width, spaces, punctuation and the star of required columns. */
function foldHeader(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_*·.:：()（）/\\-]/g, '')
}

function names(field: FieldSnapshot): readonly string[] {
  const { label, synonyms } = field.definition
  return [field.key, label.zh, label.en, ...(synonyms ?? [])].map(foldHeader)
}

/** Fields an import may fill: those a person may write, and when a record was made. */
export function importableFields(object: ObjectSnapshot): readonly FieldSnapshot[] {
  return [...object.fields.values()].filter((field) => field.definition.computed !== true || field.key === 'created_at')
}

function bestField(header: string, object: ObjectSnapshot, taken: ReadonlySet<string>): FieldSnapshot | null {
  const word = foldHeader(header)
  if (word === '') return null
  const free = importableFields(object).filter((field) => !taken.has(field.key))
  const exact = free.find((field) => names(field).slice(0, 3).includes(word)) ?? free.find((field) => names(field).includes(word))
  if (exact !== undefined) return exact
  // The object's own name alone ("account", "产品") means its title.
  const { one, many } = object.definition.label
  const own = [object.key, one.zh, one.en, many.zh, many.en, ...(one.zh === '' ? [] : [`${one.zh}名称`])].map(foldHeader)
  const title = object.fields.get(object.definition.title)
  return title !== undefined && !taken.has(title.key) && own.includes(word) ? title : null
}

/**
 * A first mapping for a file: each column to the field whose key, label in either language or synonym it carries;
 * records are matched by the first unique field that is mapped, else by the title.
 */
export function guessMapping(source: ImportSource, object: ObjectSnapshot): ImportMapping {
  const taken = new Set<string>()
  const columns = source.header.map((header, column): ColumnMapping => {
    const field = bestField(header, object, taken)
    if (field !== null) taken.add(field.key)
    return { column, header, field: field?.key ?? null }
  })
  const unique = object.own.find((field) => field.definition.unique === true && taken.has(field.key))
  const match = unique?.key ?? (taken.has(object.definition.title) ? object.definition.title : null)
  return { columns, match, existing: 'update' }
}
