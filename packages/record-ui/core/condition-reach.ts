import type { Condition, ObjectMeta } from '@perigon/contracts'
import { fieldsOnPath, type MetaIndex } from './meta-index.ts'
import { relationKeyOf, whereOf } from './related-condition.ts'

/** True when a person may ask all of a condition: a rule somebody shared may speak of fields that are closed to others. */
export function canAsk(meta: MetaIndex, object: ObjectMeta, condition: Condition): boolean {
  const every = (parts: readonly Condition[]) => parts.every((each) => canAsk(meta, object, each))
  if ('and' in condition) return every(condition.and)
  if ('or' in condition) return every(condition.or)
  if ('not' in condition) return canAsk(meta, object, condition.not)
  if ('search' in condition) return object.searchable
  if ('field' in condition) return fieldsOnPath(meta, object, condition.field).at(-1)?.operators.includes(condition.op) === true
  const relation = object.relations.find((each) => each.key === relationKeyOf(condition))
  const child = relation === undefined ? undefined : meta.object(relation.object)
  if (child === undefined) return false
  const where = whereOf(condition)
  const isNarrowed = where === undefined || canAsk(meta, child, where)
  if (!('aggregate' in condition) || condition.aggregate.field === undefined) return isNarrowed
  const measured = fieldsOnPath(meta, child, condition.aggregate.field).at(-1)
  return isNarrowed && measured?.measures.includes(condition.aggregate.fn) === true
}
