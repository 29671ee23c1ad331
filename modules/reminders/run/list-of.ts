import type { Condition, Json } from '@perigon/contracts'
import type { ObjectSnapshot } from '@perigon/kernel'

type Rule = { readonly condition: Condition | null; readonly date_field: string }
type Span = { readonly first: string; readonly last: string; readonly owners: readonly string[]; readonly counted: readonly string[] }

/**
 * The list a digest opens, in the language of filters: these owners' records of the rule whose day that counts lies within these
 * days, as it is when it is opened. The day comes from the rule's date, from the creation, or from when the owner began.
 */
export function listOf(object: ObjectSnapshot, { condition, date_field }: Rule, { first, last, owners, counted }: Span): Condition {
  const within = (field: string): Condition => ({ field, op: 'between', value: [first, last] satisfies Json })
  const notAfter = (field: string): Condition => ({ not: { field, op: 'gt', value: last } })
  const since = object.fields.has('owned_since') ? [notAfter('owned_since')] : []
  const ways: { readonly [field: string]: readonly Condition[] } = {
    created_at: [{ field: date_field, op: 'empty' }, within('created_at'), ...since],
    owned_since: [within('owned_since'), notAfter(date_field)],
    [date_field]: [within(date_field), ...since],
  }
  const parts = counted.flatMap((field) => (ways[field] === undefined ? [] : [ways[field]]))
  const dates = parts.length === 1 ? (parts[0] ?? []) : [{ or: parts.map((all) => ({ and: [...all] })) }]
  return { and: [...(condition === null ? [] : [condition]), { field: 'owner', op: 'in', value: [...owners] }, ...dates] }
}
