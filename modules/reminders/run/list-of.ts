import type { Condition } from '@perigon/contracts'
import type { ObjectSnapshot } from '@perigon/kernel'
import { addCalendarDays } from '@perigon/organization'

type Rule = { readonly condition: Condition | null; readonly date_field: string; readonly from_creation: boolean }
type Span = { readonly first: string; readonly last: string; readonly owners: readonly string[] }

/** The list a digest opens, in the language of filters: these owners' records of the rule whose date lies within these days, as it is when it is opened. */
export function listOf(object: ObjectSnapshot, rule: Rule, { first, last, owners }: Span): Condition {
  return {
    and: [
      ...(rule.condition === null ? [] : [rule.condition]),
      { field: 'owner', op: 'in', value: [...owners] },
      upTo(object, rule, last),
      { not: upTo(object, rule, addCalendarDays(first, -1)) },
    ],
  }
}

/** The date that counts lies on a day or before it; the same that the ladder asks in SQL. */
function upTo(object: ObjectSnapshot, { date_field, from_creation }: Rule, day: string): Condition {
  const onOrBefore = (field: string): Condition => ({ field, op: 'lte', value: day })
  const dated: Condition = from_creation
    ? { or: [onOrBefore(date_field), { and: [{ field: date_field, op: 'empty' }, onOrBefore('created_at')] }] }
    : onOrBefore(date_field)
  if (!object.fields.has('owned_since')) return dated
  return { and: [dated, { or: [onOrBefore('owned_since'), { field: 'owned_since', op: 'empty' }] }] }
}
