import type { Condition, FieldCondition, Json, ObjectMeta } from '@perigon/contracts'
import { isJsonObject } from '@perigon/contracts'
import { trusted } from './wire.unsafe.ts'

export type Layout = 'list' | 'board'

/** What a list shows; part of it comes from the view, the rest from the address. */
export type ListConfig = {
  readonly filter: Condition | null
  readonly sort: readonly string[]
  readonly columns: readonly string[]
  readonly group: string | null
  readonly layout: Layout
  readonly widths: { readonly [column: string]: number }
}

/** What the address says; absent parts come from the view. */
export type ListAddress = {
  readonly view: string | null
  readonly q: string
  readonly filter?: Condition | null
  readonly sort?: readonly string[]
  readonly columns?: readonly string[]
  readonly group?: string | null
  readonly layout?: Layout
}

/** A saved or built-in view. */
export type ListView = {
  readonly id: string
  readonly name: string
  readonly config: Partial<ListConfig>
  /** What the view is about besides its filter; nobody sees or changes it. */
  readonly within?: Condition
  readonly isBuiltIn: boolean
  readonly isShared: boolean
  readonly isMine: boolean
  readonly version: number
}

/** Reads the address of a list. A damaged filter counts as none. */
export function readAddress(search: string): ListAddress {
  const params = new URLSearchParams(search)
  const list = (name: string) => params.get(name)?.split(',').filter(Boolean)
  const sort = list('sort')
  const columns = list('columns')
  const layout = params.get('layout')
  return {
    view: params.get('view'),
    q: params.get('q') ?? '',
    ...(params.has('filter') ? { filter: readCondition(params.get('filter')) } : {}),
    ...(sort === undefined ? {} : { sort }),
    ...(columns === undefined ? {} : { columns }),
    ...(params.has('group') ? { group: params.get('group') || null } : {}),
    ...(layout === 'board' || layout === 'list' ? { layout } : {}),
  }
}

/** Writes the address of a list: `?view=…&filter=…`. */
export function writeAddress(address: ListAddress): string {
  const params = new URLSearchParams()
  if (address.view !== null) params.set('view', address.view)
  if (address.layout !== undefined) params.set('layout', address.layout)
  if (address.q !== '') params.set('q', address.q)
  if (address.filter !== undefined) params.set('filter', address.filter === null ? '' : JSON.stringify(address.filter))
  if (address.sort !== undefined) params.set('sort', address.sort.join(','))
  if (address.columns !== undefined) params.set('columns', address.columns.join(','))
  if (address.group !== undefined) params.set('group', address.group ?? '')
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** The address of a list with a filter: what every number on a page links to. */
export function listHref(object: Pick<ObjectMeta, 'path'>, filter: Condition | null): string {
  return `/${object.path}?view=all${filter === null ? '' : `&filter=${encodeURIComponent(JSON.stringify(filter))}`}`
}

/** View and address together. */
export function effectiveConfig(object: ObjectMeta, view: ListView, address: ListAddress): ListConfig {
  return {
    filter: address.filter === undefined ? (view.config.filter ?? null) : address.filter,
    sort: address.sort ?? view.config.sort ?? object.sort,
    columns: address.columns ?? view.config.columns ?? object.list,
    group: address.group === undefined ? (view.config.group ?? null) : address.group,
    layout: object.board === undefined ? 'list' : (address.layout ?? view.config.layout ?? 'list'),
    widths: view.config.widths ?? {},
  }
}

/** True when the address says something else than its view. */
export function isModified(view: ListView, config: ListConfig, object: ObjectMeta): boolean {
  const plain = effectiveConfig(object, view, { view: view.id, q: '' })
  const part = (each: ListConfig) => JSON.stringify([each.filter, each.sort, each.columns, each.group])
  return part(plain) !== part(config)
}

/** The fields of a saved view's configuration, whatever an older version wrote there. */
export function readConfig(value: Json | undefined): Partial<ListConfig> {
  return isJsonObject(value) ? trusted<Partial<ListConfig>>(value) : {}
}

/** Conditions joined by “and”, leaving out the empty ones. */
export function allOf(...conditions: readonly (Condition | null | undefined)[]): Condition | null {
  const present = conditions.filter((each) => each !== null && each !== undefined)
  const [first] = present
  return first === undefined ? null : present.length === 1 ? first : { and: present }
}

/** The top-level parts of a filter, as chips show them. */
export function partsOf(filter: Condition | null): readonly Condition[] {
  return filter === null ? [] : 'and' in filter ? filter.and : [filter]
}

/** A filter of parts. */
export function fromParts(parts: readonly Condition[]): Condition | null {
  const [only] = parts
  return only === undefined ? null : parts.length === 1 ? only : { and: parts }
}

/** A condition that a field has exactly this value. */
export function equals(field: string, value: Json): FieldCondition {
  return value === null ? { field, op: 'empty' } : { field, op: 'eq', value }
}

function readCondition(text: string | null): Condition | null {
  if (text === null || text === '') return null
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? trusted<Condition>(value) : null
  } catch {
    return null
  }
}
