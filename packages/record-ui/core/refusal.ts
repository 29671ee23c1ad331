import type { FieldMeta, ObjectMeta, Problem, VerbMeta, WireRecord } from '@perigon/contracts'
import { isJsonObject } from '@perigon/contracts'
import { fieldUi } from '@perigon/ui'
import { fieldOf } from './meta-index.ts'
import type { Patch } from './records.ts'
import { trusted } from './wire.unsafe.ts'

/** Somebody else saved first: their record, and who it was. */
export type Conflict = { readonly current: WireRecord; readonly changedBy: string | null }

/** Values of a form as they are sent: links as ids, amounts without the base. */
export function wirePatch(object: Pick<ObjectMeta, 'fields'>, values: Patch): Patch {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const field = object.fields.find((each) => each.key === key)
      return [key, field === undefined ? value : fieldUi(field).toWire(value)]
    }),
  )
}

/** The conflict in a problem, when it is one. */
export function conflictOf(problem: Problem): Conflict | null {
  if (problem.code !== 'record.version_conflict' || !isJsonObject(problem.data) || !isJsonObject(problem.data['current'])) return null
  const by = problem.data['changed_by']
  return {
    current: trusted<WireRecord>(problem.data['current']),
    changedBy: isJsonObject(by) && typeof by['name'] === 'string' ? by['name'] : null,
  }
}

/** The fields a refusal names. */
export function fieldsNeeded(object: ObjectMeta, problem: Problem): readonly FieldMeta[] {
  const paths = new Set((problem.errors ?? []).map((each) => each.path))
  return [...paths].flatMap((path) => fieldOf(object, path) ?? []).filter((field) => !field.read_only)
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

function labelIn(value: unknown, side: string): unknown {
  return isJsonObject(value) ? value[side] : undefined
}
