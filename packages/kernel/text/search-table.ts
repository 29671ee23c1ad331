import type { ObjectSnapshot } from '../compile/snapshot.ts'

/** The table that holds by which pieces the records of an object are found: id, owner of owned ones, pieces. */
export function searchTableOf(object: ObjectSnapshot): string {
  return `${object.table}_search`
}
