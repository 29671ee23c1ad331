import type { Issue, Json } from '@perigon/contracts'
import type { FieldDefinition } from '@perigon/define'
import { fieldTypes, type ParseContext } from '@perigon/fields'

export type ParsedParams = { readonly values: { readonly [key: string]: Json }; readonly issues: readonly Issue[] }

/** The parameters of a verb, parsed by the codecs of their types; unknown, missing and wrong ones are told together. */
export function parseParams(
  definitions: { readonly [key: string]: FieldDefinition },
  params: { readonly [key: string]: unknown },
  context: ParseContext,
): ParsedParams {
  const issues: Issue[] = []
  const values: { [key: string]: Json } = {}
  for (const key of Object.keys(params))
    if (!Object.hasOwn(definitions, key)) issues.push({ path: key.slice(0, 100), code: 'unknown_field' })
  for (const [key, definition] of Object.entries(definitions)) {
    const raw = params[key] ?? null
    const parsed = raw === null || raw === '' ? null : fieldTypes[definition.type].parse(raw, definition, context)
    if (parsed?.ok === false) {
      issues.push({ path: key, ...parsed.issue })
      continue
    }
    const isBlank = parsed === null || parsed.value === null || (Array.isArray(parsed.value) && parsed.value.length === 0)
    values[key] = isBlank ? (definition.default ?? null) : parsed.value
    if (definition.required === true && values[key] === null) issues.push({ path: key, code: 'required' })
  }
  return { values, issues }
}
