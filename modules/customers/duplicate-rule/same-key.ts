type Query = <R extends { readonly [column: string]: unknown }>(text: string, values: readonly unknown[]) => Promise<R[]>

/** A living record that shares a key. */
export type SameKey = {
  readonly key: string
  readonly id: string
  readonly title: string
  readonly owner: string | null
  readonly department: string | null
}

/**
 * Living records that share one of these keys, whoever owns them, ten of each at most; a function of the database finds them by
 * an index and past row security, and what of them is told is decided by the caller.
 */
export async function sameKey(
  query: Query,
  rule: { readonly target: string; readonly field: string; readonly compare: string },
  keys: readonly string[],
): Promise<readonly SameKey[]> {
  if (keys.length === 0) return []
  return query<SameKey>('select key, id, title, owner, department from perigon_same_key($1, $2, $3, $4::text[])', [
    rule.target,
    rule.field,
    rule.compare,
    [...keys],
  ])
}
