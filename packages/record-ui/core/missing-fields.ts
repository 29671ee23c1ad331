import type { FieldMeta, Json } from '@perigon/contracts'
import { general, isBlank, phrase } from '@perigon/ui'
import type { FieldErrors } from './refusal.ts'

/** The required fields that are blank, each with the complaint that stands beside it. */
export function missingIn(fields: readonly FieldMeta[], value: (key: string) => Json | undefined): FieldErrors {
  return Object.fromEntries(
    fields
      .filter((field) => field.required && !field.read_only && isBlank(value(field.key)))
      .map((field) => [field.key, { message: phrase(general, 'required') }]),
  )
}

/** The server would fill it in by itself, and not refuse what was emptied on purpose. */
export function isFilledIn(field: FieldMeta): boolean {
  return field.default !== undefined || field.key === 'owner'
}
