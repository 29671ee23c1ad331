import { AppError, type Issue, invalid, isId, isJsonObject, type Label } from '@perigon/contracts'
import { type Actor, isOpen, may, type ObjectSnapshot, type Snapshot } from '@perigon/kernel'
import type { Ladder } from '../ladder/rule.ts'
import { wrongCondition } from '../reminder-rule/rule-condition.ts'
import { readSteps } from '../reminder-rule/steps.ts'

/** Who may write rules may see whom they would strike. */
export function demandWriter(snapshot: Snapshot, actor: Actor): void {
  const object = snapshot.objects.get('reminder_rule')
  if (object === undefined || !may(object, actor, 'update')) throw new AppError('access.denied')
}

/** A rule as it is being written, as it comes over the wire; what is wrong is told by its field, all at once. */
export function draftIn(snapshot: Snapshot, actor: Actor, body: unknown): { readonly ladder: Ladder; readonly object: ObjectSnapshot } {
  const input = isJsonObject(body) ? body : {}
  const object = snapshot.objects.get(text(input['object']))
  const { steps, wrong } = readSteps(input['steps'], input['object'])
  const condition = input['condition'] ?? null
  const unfit = wrongCondition(condition)
  const dateField = text(input['date_field'])
  const known = object !== undefined && object.definition.access === 'owned' && may(object, actor, 'read') ? object : null
  const issues: readonly Issue[] = [
    ...(known === null ? [{ path: 'object', code: 'option', data: { value: text(input['object']) } } as const] : []),
    ...(known !== null && !isDate(known, actor, dateField)
      ? [{ path: 'date_field', code: 'option', data: { value: dateField } } as const]
      : []),
    ...(unfit === null ? [] : [refused('condition', unfit)]),
    ...(wrong === undefined ? [] : [refused('steps', wrong)]),
  ]
  if (known === null || steps === undefined || issues.length > 0) throw invalid(issues)
  return {
    object: known,
    ladder: {
      id: isId(input['rule']) ? input['rule'].toLowerCase() : null,
      name: { zh: '', en: '' },
      object: known.key,
      condition,
      date_field: dateField,
      counting: input['counting'] === 'calendar' ? 'calendar' : 'working',
      from_creation: input['from_creation'] !== false,
      steps,
    },
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 60) : ''
}

function refused(path: string, why: Label): Issue {
  return { path, code: 'refused', data: { why } }
}

function isDate(object: ObjectSnapshot, actor: Actor, key: string): boolean {
  const type = object.fields.get(key)?.columns[0]?.type.split(' ')[0]
  return (type === 'date' || type === 'timestamptz') && isOpen(object, actor, key)
}
