import type { ColumnMapping, ImportJob, ImportMapping, Json, UnmatchedText } from '@perigon/contracts'
import { isJsonObject } from '@perigon/contracts'
import { dropDraft, readDraft, writeDraft } from '../../core/drafts.ts'

export type Choice = { readonly value: Json; readonly title: string }
export type Missing = NonNullable<ColumnMapping['missing']>

/** What was decided about texts that name nothing: one by one, and for what is left of a field. */
export type Choices = {
  /** Field → text in the file → what it means. */
  readonly texts: { readonly [field: string]: { readonly [text: string]: Choice } }
  /** Fields whose other texts become new records. */
  readonly created: readonly string[]
}

const NO_CHOICES: Choices = { texts: {}, created: [] }

/** The choices with one more. */
export function chosen(choices: Choices, unmatched: UnmatchedText, choice: Choice): Choices {
  const { field, text } = unmatched
  return { ...choices, texts: { ...choices.texts, [field]: { ...choices.texts[field], [text]: choice } } }
}

/** The choice for a text, when there is one. */
export function choiceOf(choices: Choices, unmatched: UnmatchedText): Choice | undefined {
  return choices.texts[unmatched.field]?.[unmatched.text]
}

/** True when a text is decided, by itself or with its field. */
export function isDecided(choices: Choices, unmatched: UnmatchedText): boolean {
  return choiceOf(choices, unmatched) !== undefined || choices.created.includes(unmatched.field)
}

/** The mapping with the choices in it. */
export function withChoices(mapping: ImportMapping | null, choices: Choices): ImportMapping {
  const base: ImportMapping = mapping ?? { columns: [], match: null, existing: 'update' }
  return {
    ...base,
    columns: base.columns.map((column) => {
      if (column.field === null) return column
      const texts = choices.texts[column.field]
      const values = Object.fromEntries(Object.entries(texts ?? {}).map(([text, choice]): [string, Json] => [text, choice.value]))
      const own = texts === undefined ? column : { ...column, values: { ...column.values, ...values } }
      return choices.created.includes(column.field) ? { ...own, missing: 'create' } : own
    }),
  }
}

const keptUnder = (job: ImportJob): string => `import.${job.id}`

/** The choices made in this tab since the last check, as far as they are still asked for: a reload loses none. */
export function keptChoices(job: ImportJob): Choices {
  const { texts, created } = readDraft(keptUnder(job))?.values ?? {}
  const choices = job.unmatched.reduce((all, each) => {
    const ofField = isJsonObject(texts) ? texts[each.field] : undefined
    const choice = isJsonObject(ofField) && Object.hasOwn(ofField, each.text) ? ofField[each.text] : undefined
    if (!isJsonObject(choice) || typeof choice['title'] !== 'string') return all
    return chosen(all, each, { value: choice['value'] ?? null, title: choice['title'] })
  }, NO_CHOICES)
  const asked = new Set(job.unmatched.map((each) => each.field))
  const fields = Array.isArray(created) ? created.filter((each) => typeof each === 'string') : []
  return { ...choices, created: fields.filter((each) => asked.has(each)) }
}

/** Keeps the choices until they are part of the mapping. */
export function keepChoices(job: ImportJob, { texts, created }: Choices): void {
  writeDraft(keptUnder(job), { values: { texts, created }, version: null })
}

/** Forgets them: the mapping has them now. */
export function dropChoices(job: ImportJob): void {
  dropDraft(keptUnder(job))
}
