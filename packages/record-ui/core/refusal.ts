import type { FieldMeta, Json, ObjectMeta, Problem, VerbMeta, WireRecord } from '@perigon/contracts'
import { isJsonObject } from '@perigon/contracts'
import { fieldUi } from '@perigon/ui'
import { fieldOf } from './meta-index.ts'
import type { Patch } from './records.ts'
import { trusted } from './wire.unsafe.ts'

/** A field that two people changed: what was there, theirs, and who wrote it when. `base` is absent where nobody knows it any more. */
export type FieldConflict = {
  readonly field: string
  readonly base?: Json
  readonly theirs: Json
  readonly by: string | null
  readonly at: string | null
}

/** Somebody else saved first and changed the same: their record, and the fields it is about. What only one changed is merged. */
export type Conflict = { readonly current: WireRecord; readonly fields: readonly FieldConflict[] }

/** What is wrong with a field; `href` leads to the record that is in the way. */
export type FieldError = { readonly message: string; readonly href?: string; readonly holder?: string }
export type FieldErrors = { readonly [field: string]: FieldError }

// What a person can mend by filling in more; everything else is not a matter of missing fields.
const FILLABLE: ReadonlySet<string> = new Set(['required', 'stage_requires', 'reason_required'])

/** Values of a form as they are sent: links as ids, amounts without the base. */
export function wirePatch(object: Pick<ObjectMeta, 'fields'>, values: Patch): Patch {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const field = object.fields.find((each) => each.key === key)
      return [key, field === undefined ? value : fieldUi(field).toWire(value)]
    }),
  )
}

/** The conflict in a problem, when it is one that can be settled field by field. */
export function conflictOf(problem: Problem): Conflict | null {
  if (problem.code !== 'record.version_conflict' || !isJsonObject(problem.data)) return null
  const { current } = problem.data
  const fields = fieldConflicts(problem)
  return isJsonObject(current) && fields.length > 0 ? { current: trusted<WireRecord>(current), fields } : null
}

/** The fields a version conflict is about. */
function fieldConflicts(problem: Problem): readonly FieldConflict[] {
  const told = isJsonObject(problem.data) ? problem.data['fields'] : null
  return (Array.isArray(told) ? told : []).flatMap((each: Json): FieldConflict[] => {
    if (!isJsonObject(each) || typeof each['field'] !== 'string') return []
    const { field, base, theirs = null, by, at } = each
    const name = isJsonObject(by) ? by['name'] : null
    return [
      {
        field,
        ...(base === undefined ? {} : { base }),
        theirs,
        by: typeof name === 'string' ? name : null,
        at: typeof at === 'string' ? at : null,
      },
    ]
  })
}

/** The fields a refusal asks to fill in; none when filling in would not help. */
export function fieldsNeeded(object: ObjectMeta, problem: Pick<Problem, 'errors'>): readonly FieldMeta[] {
  const errors = problem.errors ?? []
  const paths = new Set(errors.map((each) => each.path))
  const fields = [...paths].flatMap((path) => fieldOf(object, path) ?? []).filter((field) => !field.read_only)
  return errors.every((each) => FILLABLE.has(each.code)) ? fields : []
}

/** What stands in the way and cannot be filled in, in the server's words; empty when nothing does. */
export function obstacles(problem: Problem): string {
  const errors = (problem.errors ?? []).filter((each) => !FILLABLE.has(each.code))
  return errors.map((each) => each.message).join(' · ')
}

/** Field → what is wrong with it. */
export function errorsOf(object: Pick<ObjectMeta, 'path'>, problem: Problem | null): FieldErrors {
  return Object.fromEntries(
    (problem?.errors ?? [])
      .filter((each) => each.path !== '')
      .map((each): [string, FieldError] => {
        const { id, holder } = each.code === 'unique_of' && isJsonObject(each.data) ? each.data : {}
        const where = typeof id === 'string' && typeof holder === 'string' ? { href: `/${object.path}/${id}`, holder } : {}
        return [each.path, { message: each.message, ...where }]
      }),
  )
}

/** True when every complaint already stands beside its field, so that no sentence on top has to repeat it. */
export function isBesideFields(problem: Problem | null, shown: (field: string) => boolean): boolean {
  const errors = problem?.errors ?? []
  return errors.length > 0 && errors.every((each) => shown(each.path))
}

/** The verb a refusal asks for instead of the plain change. */
export function verbNeeded(object: ObjectMeta, problem: Problem): VerbMeta | undefined {
  for (const issue of problem.errors ?? []) {
    if (issue.code !== 'use_verb' || !isJsonObject(issue.data)) continue
    const { verb } = issue.data
    const found = object.verbs.find((each) => each.key === verb || each.label.zh === labelIn(verb, 'zh'))
    if (found !== undefined) return found
  }
  return undefined
}

/** What helps with a refusal: comparing, a verb instead, or filling in more. Null: it can only be told. */
export function remedyOf(object: ObjectMeta, problem: Problem): 'compare' | 'verb' | 'fill' | null {
  if (conflictOf(problem) !== null) return 'compare'
  if (verbNeeded(object, problem) !== undefined) return 'verb'
  return fieldsNeeded(object, problem).length > 0 ? 'fill' : null
}

function labelIn(value: unknown, side: string): unknown {
  return isJsonObject(value) ? value[side] : undefined
}
