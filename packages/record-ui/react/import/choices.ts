import type { Json, UnmatchedText } from '@perigon/contracts'

export type Choice = { readonly value: Json; readonly title: string }
/** Field → text in the file → what it means. */
export type Choices = { readonly [field: string]: { readonly [text: string]: Choice } }

/** The choices with one more. */
export function chosen(choices: Choices, unmatched: UnmatchedText, choice: Choice): Choices {
  return { ...choices, [unmatched.field]: { ...choices[unmatched.field], [unmatched.text]: choice } }
}
