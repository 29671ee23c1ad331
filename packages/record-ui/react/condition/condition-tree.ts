import type { Condition, FieldMeta, ObjectMeta, Operator } from '@perigon/contracts'
import { isBare } from '@perigon/ui'

/** A group as the builder edits it: all of, any of, or none of its parts. */
export type Group = { readonly join: 'and' | 'or'; readonly isNegated: boolean; readonly parts: readonly Condition[] }

/** The builder of one level; rows that narrow related records draw another one inside. */
export type BuilderProps = {
  readonly object: ObjectMeta
  readonly value: Condition
  readonly onChange: (condition: Condition) => void
  readonly depth?: number
  /** Narrows related records: while there is one condition, how it joins others is not asked. */
  readonly isWhere?: boolean
}

/** Sees a condition as a group of parts. */
export function groupOf(condition: Condition): Group | null {
  if ('and' in condition) return { join: 'and', isNegated: false, parts: condition.and }
  if ('or' in condition) return { join: 'or', isNegated: false, parts: condition.or }
  if (!('not' in condition)) return null
  const inner = groupOf(condition.not)
  return inner === null || inner.isNegated ? { join: 'and', isNegated: true, parts: [condition.not] } : { ...inner, isNegated: true }
}

/** The condition of a group. */
export function conditionOf(group: Group): Condition {
  const joined: Condition = group.join === 'and' ? { and: group.parts } : { or: group.parts }
  return group.isNegated ? { not: joined } : joined
}

/** How a group joins its parts, as people choose it: all, any, none of them; “not all” only where somebody else wrote it. */
export type JoinChoice = 'all_of' | 'any_of' | 'none_of' | 'not_all_of'

/** What a group says. Of a single part, “none” and “not all” are the same. */
export function joinOf({ join, isNegated, parts }: Group): JoinChoice {
  if (!isNegated) return join === 'and' ? 'all_of' : 'any_of'
  return join === 'and' && parts.length > 1 ? 'not_all_of' : 'none_of'
}

/** The group joined as chosen. */
export function joinedAs(group: Group, choice: JoinChoice): Group {
  const join = choice === 'all_of' || choice === 'not_all_of' ? 'and' : 'or'
  return { ...group, join, isNegated: choice === 'none_of' || choice === 'not_all_of' }
}

/** The condition without unfinished parts; null when nothing is left. */
export function finished(condition: Condition): Condition | null {
  const group = groupOf(condition)
  if (group !== null) {
    const parts = group.parts.flatMap((each) => finished(each) ?? [])
    const [only] = parts
    if (only === undefined) return null
    return parts.length === 1 && !group.isNegated ? only : conditionOf({ ...group, parts })
  }
  if ('field' in condition) return isBare(condition.op) || isGiven(condition.value) ? condition : null
  if ('has' in condition || 'has_no' in condition) {
    const { where, ...rest } = condition
    const inner = where === undefined ? null : finished(where)
    return inner === null ? rest : { ...rest, where: inner }
  }
  if ('aggregate' in condition) {
    if (!isGiven(condition.value)) return null
    const { where, ...rest } = condition.aggregate
    const inner = where === undefined ? null : finished(where)
    return { ...condition, aggregate: inner === null ? rest : { ...rest, where: inner } }
  }
  return condition
}

/** A first condition on an object: its title contains …, or whatever the first field allows. */
export function freshCondition(object: ObjectMeta): Condition {
  const field =
    object.fields.find((each) => each.key === object.title && each.operators.length > 0) ??
    object.fields.find((each) => each.operators.length > 0)
  return field === undefined ? { search: '' } : { field: field.key, op: firstOperator(field) }
}

/** The operator a person most likely wants for a field. */
export function firstOperator(field: FieldMeta): Operator {
  const wanted: readonly Operator[] = ['contains', 'within', 'in', 'has_any', 'eq']
  const choice =
    field.target !== undefined || field.options !== undefined
      ? (['in', 'has_any', 'eq'] as const).find((each) => field.operators.includes(each))
      : undefined
  return choice ?? wanted.find((each) => field.operators.includes(each)) ?? field.operators[0] ?? 'eq'
}

function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  return !Array.isArray(value) || value.some((each) => each !== null && each !== '')
}
