import type { ColumnMapping, ImportMapping, ImportSource } from '@perigon/contracts'
import type { Actor, FieldSnapshot, ObjectSnapshot, Snapshot } from '@perigon/kernel'
import { importableFields, type Part, partFields, partsOf } from './parts.ts'

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

/** A field of a part by its own words with the part's name before them (联系人手机), else by its own words alone. */
function named(part: Part, word: string, fields: readonly FieldSnapshot[]): FieldSnapshot | undefined {
  const { zh, en } = part.object.definition.label.one
  const owners = [zh, en, part.path].map(foldHeader)
  const qualified = (field: FieldSnapshot): boolean => names(field).some((own) => owners.some((owner) => owner + own === word))
  return fields.find(qualified) ?? fields.find((field) => names(field).includes(word))
}

/**
 * Columns that mean nothing for the sheet's own object may mean a part of it. A part is only guessed when the sheet can
 * make such records: with their name, or, where names are not asked for, with a text they are found by.
 */
function guessParts(columns: readonly ColumnMapping[], parts: readonly Part[], actor: Actor): readonly ColumnMapping[] {
  let left = columns
  for (const part of parts) {
    const taken = new Set<string>()
    const fields = partFields(part, actor)
    const tried = left.map((column): ColumnMapping => {
      const word = foldHeader(column.header)
      if (column.field !== null || word === '') return column
      const free = fields.filter((candidate) => !taken.has(candidate.key))
      const field = named(part, word, free)
      if (field === undefined) return column
      taken.add(field.key)
      return { ...column, field: `${part.path}.${field.key}` }
    })
    if (isEnough(part, taken, left)) left = tried
  }
  return left
}

function isEnough(part: Part, taken: ReadonlySet<string>, columns: readonly ColumnMapping[]): boolean {
  if (part.place === 'above') return taken.size > 0 && columns.some((column) => column.field === part.link)
  const title = part.object.fields.get(part.object.definition.title)
  if (title?.definition.required === true) return taken.has(title.key)
  return part.object.searchFields.some((field) => taken.has(field.key))
}

export type GuessFor = {
  readonly actor: Actor
  readonly snapshot: Snapshot
  /** Columns whose field is known from elsewhere (the export of another system), by header. */
  readonly known?: ReadonlyMap<string, string>
}

/**
 * A first mapping for a file: each column to the field whose key, label in either language or synonym it carries;
 * records are matched by the first unique field that every row of the sample has, else by the title: a row without the value
 * it is matched by is a new record, even where one of its name is there. What is left may fill parts of the sheet.
 */
export function guessMapping(source: ImportSource, object: ObjectSnapshot, { actor, snapshot, known }: GuessFor): ImportMapping {
  const taken = new Set<string>()
  const fields = importableFields(object, actor)
  const columns = source.header.map((header, column): ColumnMapping => {
    const free = fields.filter((candidate) => !taken.has(candidate.key))
    const field = bestField(header, free, object) ?? free.find((candidate) => candidate.key === known?.get(header)) ?? null
    if (field !== null) taken.add(field.key)
    return { column, header, field: field?.key ?? null }
  })
  const isFilled = (key: string): boolean => {
    const at = columns.find((column) => column.field === key)?.column
    return at !== undefined && source.sample.every((row) => (row[at] ?? '').trim() !== '')
  }
  const unique = object.own.filter((field) => field.definition.unique === true && taken.has(field.key))
  const title = taken.has(object.definition.title) ? object.definition.title : null
  const match = unique.find((field) => isFilled(field.key))?.key ?? title ?? unique[0]?.key ?? null
  return { columns: guessParts(columns, partsOf(snapshot, object, actor), actor), match, existing: 'update' }
}
