import type { Issue, Json } from '@perigon/contracts'
import type { ParseContext } from '@perigon/fields'
import type { FieldSnapshot, ObjectSnapshot } from '../compile/snapshot.ts'
import { fieldRight } from '../access/field-rights.ts'
import type { Actor, Cause } from '../module.ts'

export type ParsedPatch = { readonly values: { [field: string]: Json }; readonly issues: Issue[] }

/** Fields an import or the system may set although people may not. */
const HISTORICAL = new Set(['created_at'])

function writable(field: FieldSnapshot, cause: Cause): boolean {
  if (cause.kind === 'seed' || cause.kind === 'system' || cause.kind === 'follow' || cause.kind === 'undo') return true
  if (cause.kind === 'import' && HISTORICAL.has(field.key)) return true
  return field.definition.computed !== true
}

/**
 * Step 1 of a write: `unknown` → canonical values by the fields' codecs. Unknown, computed and read-only keys are
 * refused. Touches no database.
 */
export function parsePatch(
  object: ObjectSnapshot,
  patch: { readonly [field: string]: unknown },
  input: { readonly context: ParseContext; readonly cause: Cause; readonly actor: Actor; readonly allowed: boolean },
): ParsedPatch {
  const values: { [field: string]: Json } = {}
  const issues: Issue[] = []
  for (const [key, raw] of Object.entries(patch)) {
    const field = object.fields.get(key)
    const right = input.allowed ? null : fieldRight(object, input.actor, key)
    if (field === undefined || right === 'hidden') {
      issues.push({ path: key.slice(0, 100), code: 'unknown_field' })
      continue
    }
    if (right !== null || !writable(field, input.cause)) {
      issues.push({ path: key, code: 'read_only' })
      continue
    }
    if (raw === null || raw === undefined || raw === '') {
      values[key] = null
      continue
    }
    const parsed = field.type.parse(raw, field.definition, input.context)
    if (parsed.ok) values[key] = parsed.value
    else issues.push({ path: key, ...parsed.issue })
  }
  return { values, issues }
}
