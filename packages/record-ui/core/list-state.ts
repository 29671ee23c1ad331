import type { Condition, FieldCondition, Json, ObjectMeta } from '@perigon/contracts'
import { isJsonObject } from '@perigon/contracts'
import { trusted } from './wire.unsafe.ts'

export const LAYOUTS = ['list', 'board', 'calendar', 'gallery'] as const
/** The kinds of view. */
export type Layout = (typeof LAYOUTS)[number]

export const SPANS = ['month', 'week'] as const
/** What a calendar shows at once. */
export type Span = (typeof SPANS)[number]

export const TONES = ['danger', 'warn', 'ok', 'info', 'quiet'] as const
/** A colour of the design, by what it means. */
export type Tone = (typeof TONES)[number]

/** A rule that colours rows, or one column of them, for which a condition holds. */
export type Format = { readonly name: string; readonly condition: Condition; readonly tone: Tone; readonly column: string | null }
/** The server asks so many conditions of a row at most. */
export const MAX_FORMATS = 10

/** What a list shows; part of it comes from the view, the rest from the address. */
export type ListConfig = {
  readonly filter: Condition | null
  readonly sort: readonly string[]
  readonly columns: readonly string[]
  readonly group: string | null
  readonly layout: Layout
  readonly formats: readonly Format[]
  /** The day a calendar places records by; null: the first that suits. */
  readonly by: string | null
  readonly span: Span
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
  readonly formats?: readonly Format[]
  readonly by?: string
  readonly span?: Span
  /** A day of the month or week a calendar shows; belongs to no view. */
  readonly at?: string
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
  /** Keys of the roles it is shared with; empty: everybody. */
  readonly audience: readonly string[]
  /** Keys of the roles that see it first. */
  readonly defaultFor: readonly string[]
  readonly isMine: boolean
  readonly version: number
}

/** How a person arranged the views of an object. */
export type Arrangement = {
  readonly pinned: readonly string[]
  readonly first: string | null
  /** By view: columns dragged wider or narrower. */
  readonly widths: { readonly [view: string]: Widths }
}
export type Widths = { readonly [path: string]: number }

/** Widths as they were kept; what is no width is left out. */
export function readWidths(value: Json | undefined): Arrangement['widths'] {
  const views = isJsonObject(value) ? Object.entries(value) : []
  return Object.fromEntries(views.map(([view, widths]) => [view, widthsOf(widths)]))
}

function widthsOf(value: unknown): Widths {
  const entries = isJsonObject(value) ? Object.entries(value) : []
  return Object.fromEntries(entries.filter((each): each is [string, number] => typeof each[1] === 'number'))
}

/** Views as this person has them: the pinned ones first, in their order. */
export function arranged(views: readonly ListView[], { pinned }: Pick<Arrangement, 'pinned'>): readonly ListView[] {
  const front = pinned.flatMap((id) => views.find((each) => each.id === id) ?? [])
  return [...front, ...views.filter((each) => !pinned.includes(each.id))]
}

/** The view a list opens with: the person's own choice, then what is set for a role of theirs, then the first. */
export function firstView(
  views: readonly ListView[],
  how: { readonly first: string | null; readonly roles: readonly string[] },
): ListView | undefined {
  const chosen = views.find((each) => each.id === how.first)
  return chosen ?? views.find((each) => each.defaultFor.some((role) => how.roles.includes(role))) ?? views[0]
}

/** Reads the address of a list. A damaged filter counts as none. */
export function readAddress(search: string): ListAddress {
  const params = new URLSearchParams(search)
  const list = (name: string) => params.get(name)?.split(',').filter(Boolean)
  const sort = list('sort')
  const columns = list('columns')
  const layout = LAYOUTS.find((each) => each === params.get('layout'))
  const span = SPANS.find((each) => each === params.get('span'))
  const by = params.get('by')
  const at = params.get('at')
  return {
    view: params.get('view'),
    q: params.get('q') ?? '',
    ...(params.has('filter') ? { filter: readCondition(params.get('filter')) } : {}),
    ...(sort === undefined ? {} : { sort }),
    ...(columns === undefined ? {} : { columns }),
    ...(params.has('group') ? { group: params.get('group') || null } : {}),
    ...(layout === undefined ? {} : { layout }),
    ...(params.has('formats') ? { formats: readFormats(params.get('formats')) } : {}),
    ...(by === null || by === '' ? {} : { by }),
    ...(span === undefined ? {} : { span }),
    ...(at !== null && /^\d{4}-\d{2}-\d{2}$/.test(at) ? { at } : {}),
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
  if (address.formats !== undefined) params.set('formats', address.formats.length === 0 ? '' : JSON.stringify(address.formats))
  if (address.by !== undefined) params.set('by', address.by)
  if (address.span !== undefined) params.set('span', address.span)
  if (address.at !== undefined) params.set('at', address.at)
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
    layout: possible(object, address.layout ?? view.config.layout),
    formats: address.formats ?? view.config.formats ?? [],
    by: address.by ?? view.config.by ?? null,
    span: address.span ?? view.config.span ?? 'month',
    widths: view.config.widths ?? {},
  }
}

function possible(object: ObjectMeta, layout: Layout | undefined): Layout {
  return layout === undefined || (layout === 'board' && object.board === undefined) ? 'list' : layout
}

/** True when the address says something else than its view. */
export function isModified(view: ListView, config: ListConfig, object: ObjectMeta): boolean {
  const plain = effectiveConfig(object, view, { view: view.id, q: '' })
  // Built-in views are looked at in any layout; a saved one has a kind of its own.
  const kind = (each: ListConfig) => (view.isBuiltIn ? [] : [each.layout])
  const part = (each: ListConfig) =>
    JSON.stringify([each.filter, each.sort, each.columns, each.group, each.formats, each.by, each.span, ...kind(each)])
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

/** Rules from an address; a damaged one is left out. */
function readFormats(text: string | null): readonly Format[] {
  const value = parsed(text)
  if (!Array.isArray(value)) return []
  return value.flatMap((each: unknown) => formatOf(each) ?? []).slice(0, MAX_FORMATS)
}

function formatOf(value: unknown): Format | null {
  if (!isJsonObject(value) || !isJsonObject(value['condition'])) return null
  const tone = TONES.find((each) => each === value['tone'])
  const { name, column } = value
  if (tone === undefined) return null
  return {
    name: typeof name === 'string' ? name : '',
    condition: trusted<Condition>(value['condition']),
    tone,
    column: typeof column === 'string' ? column : null,
  }
}

function readCondition(text: string | null): Condition | null {
  const value = parsed(text)
  return isJsonObject(value) ? trusted<Condition>(value) : null
}

function parsed(text: string | null): unknown {
  if (text === null || text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
