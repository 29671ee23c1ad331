import { type Condition, isJsonObject, type Json, type ObjectMeta } from '@perigon/contracts'
import { fieldsOnPath, type MetaIndex, trusted } from '@perigon/record-ui'

/** What a schedule makes a file of, as far as it can be changed. */
export type Scope = {
  readonly columns: readonly string[]
  readonly filter: Condition | null
  /** How many columns are gone, or closed to its owner. */
  readonly gone: number
  /** How many records were chosen one by one; then no filter holds. */
  readonly chosen: number
}

/** Reads the stored scope; columns that its owner may not see (any more) are counted and left out. */
export function scopeOf(meta: MetaIndex, stored: Json | undefined, target: ObjectMeta | undefined): Scope {
  const query = isJsonObject(stored) ? stored : {}
  const { fields, filter, ids } = query
  const wanted = Array.isArray(fields) ? fields.map(String) : (target?.list ?? [])
  const columns = target === undefined ? [] : wanted.filter((path) => fieldsOnPath(meta, target, path).length > 0)
  return {
    columns,
    filter: isJsonObject(filter) ? trusted<Condition>(filter) : null,
    gone: wanted.length - columns.length,
    chosen: Array.isArray(ids) ? ids.length : 0,
  }
}

/** The scope as it is kept; its order, its search and records chosen one by one stay as they were. */
export function storedScope(stored: Json | undefined, { columns, filter }: Scope): Json {
  const { filter: _filter, ...query } = isJsonObject(stored) ? stored : {}
  const kept: Json = JSON.parse(JSON.stringify(filter))
  return { ...query, fields: [...columns], ...(filter === null ? {} : { filter: kept }) }
}
