import type { ColumnMapping, ImportMapping, ImportSource } from '@perigon/contracts'
import { type Actor, fieldRight, type FieldSnapshot, type ObjectSnapshot } from '@perigon/kernel'

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
export function importableFields(object: ObjectSnapshot, actor: Actor): readonly FieldSnapshot[] {
  return [...object.fields.values()].filter(
    (field) => fieldRight(object, actor, field.key) === null && (field.definition.computed !== true || field.key === 'created_at'),
  )
}

function bestField(header: string, fields: readonly FieldSnapshot[], object: ObjectSnapshot): FieldSnapshot | null {
  const word = foldHeader(header)
  if (word === '') return null
  const free = fields
  const exact = free.find((field) => names(field).slice(0, 3).includes(word)) ?? free.find((field) => names(field).includes(word))
  if (exact !== undefined) return exact
  // The object's own name alone ("account", "产品") means its title.
  const { one, many } = object.definition.label
  const own = [object.key, one.zh, one.en, many.zh, many.en, ...(one.zh === '' ? [] : [`${one.zh}名称`])].map(foldHeader)
  const title = fields.find((field) => field.key === object.definition.title)
  return title !== undefined && own.includes(word) ? title : null
}

/**
 * A first mapping for a file: each column to the field whose key, label in either language or synonym it carries;
 * records are matched by the first unique field that is mapped, else by the title.
 */
export function guessMapping(source: ImportSource, object: ObjectSnapshot, actor: Actor): ImportMapping {
  const taken = new Set<string>()
  const fields = importableFields(object, actor)
  const columns = source.header.map((header, column): ColumnMapping => {
    const field = bestField(
      header,
      fields.filter((candidate) => !taken.has(candidate.key)),
      object,
    )
    if (field !== null) taken.add(field.key)
    return { column, header, field: field?.key ?? null }
  })
  const unique = object.own.find((field) => field.definition.unique === true && taken.has(field.key))
  const match = unique?.key ?? (taken.has(object.definition.title) ? object.definition.title : null)
  return { columns, match, existing: 'update' }
}
