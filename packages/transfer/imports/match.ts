import type { Json } from '@perigon/contracts'
import { type ParseContext, sameValue } from '@perigon/fields'
import { type FieldSnapshot, parameters, rowCondition } from '@perigon/kernel'
import type { Run } from './check-run.ts'

/** Records that are there, by what their match field says (two ids at most matter: more than one is ambiguous). */
export type Matches = ReadonlyMap<string, readonly string[]>

/** By which a value of a row finds its records; rows are parsed, so that one value is written in one way. */
export function matchKey(value: Json | undefined): string | null {
  return value === undefined || value === null ? null : String(value)
}

/** Looks up the records that say one of these values in the match field of an import. */
export async function findMatches(run: Run, values: readonly Json[], context: ParseContext): Promise<Matches> {
  const field = run.mapping.match === null ? undefined : run.object.fields.get(run.mapping.match)
  const found = new Map<string, string[]>()
  if (field === undefined || values.length === 0) return found
  const { values: bound, bind } = parameters()
  const scope = rowCondition(run.object, run.actor, { operation: 'read', alias: 't', bind })
  const column = (suffix: string): string => `t."${field.key}${suffix}"`
  const condition = field.type.condition({ column, op: 'in', value: values, bind, field: field.definition })
  const rows = await run.deps.db.query<{ value: Json; id: string }>({
    text: `select to_json(${field.type.stored(column)}) as value, t.id from "${run.object.table}" t
           where ${condition} and t.deleted_at is null${scope === null ? '' : ` and ${scope}`}`,
    values: bound,
  })
  const wanted = wantedOf(field, values, context)
  for (const { value, id } of rows) {
    const key = wanted(value)
    if (key !== null) found.set(key, [...(found.get(key) ?? []), id])
  }
  return found
}

/** Which of the wanted values a stored one is. The database may write it in another way than a row that was parsed: 1.5 for 1.50. */
function wantedOf(field: FieldSnapshot, values: readonly Json[], context: ParseContext): (stored: Json) => string | null {
  const known = new Map(values.map((value) => [String(value), value]))
  const says = (key: string, stored: Json): boolean => sameValue(field.type, known.get(key), stored)
  return (stored) => {
    const written = String(stored)
    if (says(written, stored)) return written
    // Parsed as a row is, it is written as rows are; asking each of many thousand values whether it is the same takes minutes.
    const parsed = field.type.parse(stored, field.definition, context)
    const likely = parsed.ok ? String(parsed.value) : written
    return says(likely, stored) ? likely : ([...known.keys()].find((key) => says(key, stored)) ?? null)
  }
}
