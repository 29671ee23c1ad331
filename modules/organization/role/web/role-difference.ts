import { type FieldRights, type Grants, OPERATIONS, type Operation, type Rights, type Scope } from './roles.queries.ts'

/** The scope a role grants, with what `*` says where an object is not named; several scopes stay several. */
export function scopeOf(grants: Grants, object: string, operation: Operation): Scope | readonly Scope[] {
  return (grants[object] ?? grants['*'])?.[operation] ?? 'none'
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Cells in which two roles differ, as `object.operation`. */
export function differentCells(one: Grants, other: Grants, objects: readonly string[]): ReadonlySet<string> {
  return new Set(
    objects.flatMap((object) =>
      OPERATIONS.filter((operation) => !same(scopeOf(one, object, operation), scopeOf(other, object, operation))).map(
        (operation) => `${object}.${operation}`,
      ),
    ),
  )
}

/** Fields on which two roles differ, as `object.field`. */
export function differentFields(one: FieldRights, other: FieldRights): ReadonlySet<string> {
  const all = [one, other].flatMap((rights) =>
    Object.entries(rights).flatMap(([object, fields]) => Object.keys(fields).map((field) => [object, field] as const)),
  )
  return new Set(all.filter(([object, field]) => one[object]?.[field] !== other[object]?.[field]).map((pair) => pair.join('.')))
}

/** Whether two states of a role are the same. */
export function sameRights(one: Rights, other: Rights): boolean {
  return same(one, other)
}
