import type { FieldMeta, Json } from '@perigon/contracts'
import { linkOf } from '@perigon/ui'

type How = {
  /** The ids of linked records, as they follow each other. */
  readonly linked: readonly string[]
  /** Days begin with the latest. */
  readonly isLatestFirst: boolean
}

/**
 * The groups of a list in the order in which people know their values: options as they are defined, no before yes, days by
 * time, linked records as they follow each other. What has no such order stays as it came; what has no value, or one that is
 * not known any more, comes last.
 */
export function inOrder<G extends { readonly value: Json }>(
  groups: readonly G[],
  field: FieldMeta,
  { linked, isLatestFirst }: How,
): readonly G[] {
  const known: readonly Json[] = field.options?.map((each) => each.value) ?? (linked.length > 0 ? linked : [false, true])
  const places = new Map(known.map((value, index) => [value, index]))
  const placeOf = ({ value }: G): number => (value === null ? known.length + 1 : (places.get(linkOf(value)?.id ?? value) ?? known.length))
  const sign = isByTime(field) ? (isLatestFirst ? -1 : 1) : 0
  return groups.toSorted((a, b) => placeOf(a) - placeOf(b) || sign * String(a.value).localeCompare(String(b.value)))
}

/** Whether the values of a field follow each other in time. */
export function isByTime(field: FieldMeta): boolean {
  return (field.buckets ?? []).length > 0
}
