import type { ColumnMapping, ImportMapping, Json, UnmatchedText } from '@perigon/contracts'

export type Choice = { readonly value: Json; readonly title: string }
export type Missing = NonNullable<ColumnMapping['missing']>

/** What was decided about texts that name nothing: one by one, and for what is left of a field. */
export type Choices = {
  /** Field → text in the file → what it means. */
  readonly texts: { readonly [field: string]: { readonly [text: string]: Choice } }
  /** Fields whose other texts become new records. */
  readonly created: readonly string[]
}

export const NO_CHOICES: Choices = { texts: {}, created: [] }

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
