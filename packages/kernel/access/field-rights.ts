import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Actor, FieldRight } from '../module.ts'

/** What an actor is denied of a field; null: nothing. Administrators and the system are denied nothing. */
export function fieldRight(object: ObjectSnapshot, actor: Actor, key: string): FieldRight | null {
  if (actor.kind === 'system') return null
  if (actor.outside === true && object.fields.get(key)?.definition.internal === true) return 'hidden'
  if (actor.admin) return null
  return actor.fields[object.key]?.[key] ?? null
}

/** Whether the value itself may be told, compared, sorted or counted by. */
export function isOpen(object: ObjectSnapshot, actor: Actor, key: string): boolean {
  const right = fieldRight(object, actor, key)
  return right === null || right === 'read'
}

/** Shows the first three and last four characters of a text (138****5678), less of a short one; null stays null. */
export function maskSql(text: string): string {
  return `case when ${text} is null then null when length(${text}) >= 9 then overlay(${text} placing '****' from 4 for greatest(length(${text}) - 7, 1)) else left(${text}, 1) || '****' end`
}

/** The same in code, for values that were read already. */
export function maskText(text: string): string {
  const characters = [...text]
  if (characters.length >= 9) return `${characters.slice(0, 3).join('')}****${characters.slice(-4).join('')}`
  return `${characters.slice(0, 1).join('')}****`
}
