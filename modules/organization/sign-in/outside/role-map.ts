/** Group → role key: `sales=sales_rep;cn=leads,ou=groups,dc=x=sales_manager`. A group is named whole or by its first part. */
export type RoleMap = readonly { readonly group: string; readonly role: string }[]

/** Reads a mapping; null when it is not one. The last `=` separates, because names of groups have some of their own. */
export function parseRoleMap(text: string): RoleMap | null {
  const pairs = text
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => /^(.+)=\s*([a-z][a-z0-9_]{0,59})$/.exec(pair))
  if (pairs.length === 0 || pairs.some((pair) => pair === null)) return null
  return pairs.map((pair) => ({ group: (pair?.[1] ?? '').trim().toLowerCase(), role: pair?.[2] ?? '' }))
}

/** `cn=sales,ou=groups,dc=example` → `sales`. */
function shortName(group: string): string {
  return /^[a-z]+=([^,]+)/.exec(group)?.[1] ?? group
}

/** The roles of somebody in these groups, each once; null when there is no mapping, and roles are given by administrators. */
export function rolesFor(groups: readonly string[], map: RoleMap | null): readonly string[] | null {
  if (map === null) return null
  const names = new Set(groups.flatMap((group) => [group.toLowerCase(), shortName(group.toLowerCase())]))
  return [...new Set(map.filter(({ group }) => names.has(group)).map(({ role }) => role))].toSorted()
}
