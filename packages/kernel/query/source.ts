import { AppError } from '@perigon/contracts'
import type { Bind, ParseContext } from '@perigon/fields'
import { fieldRight, isOpen, maskSql } from '../access/field-rights.ts'
import { isAsWide, type KnownParent, reachOf, rowCondition } from '../access/scope.ts'
import { fieldOf, objectOf } from '../compile/compile.ts'
import type { FieldSnapshot, ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'
import type { Actor } from '../module.ts'

/**
 * Records of one object that a person sees only because they belong to others of theirs (a colleague's contact at one's own customer);
 * `ids` is null when they are more than can be named one by one.
 */
export type Followed = { readonly object: string; readonly ids: readonly string[] | null }

/** What a query is made against. */
export type QueryContext = {
  readonly snapshot: Snapshot
  readonly actor: Actor
  readonly now: Date
  readonly parse: ParseContext
  /** A right that rows have to be covered by besides that of reading them. */
  readonly right?: 'export'
  /** What the actor sees of the object through other records, where it has been looked up. */
  readonly followed?: Followed | null
}

export type Resolved = { readonly object: ObjectSnapshot; readonly field: FieldSnapshot; readonly alias: string }

const MAX_HOPS = 4
/** So many titles are joined at most: planning grows with the joins. */
const MAX_TITLES = 8
/** Whose records have owners, of those titles are told like all else of them; those of master data and accounts to everybody. */
const isScoped = (target: ObjectSnapshot): boolean => target.definition.access === 'owned'
const joinKey = (id: string, isTold: boolean): string => (isTold ? `${id} title` : id)

export const quote = (name: string): string => `"${name}"`

function visibleField(object: ObjectSnapshot, actor: Actor, key: string): FieldSnapshot {
  if (fieldRight(object, actor, key) === 'hidden') throw new AppError('query.unknown_field', { data: { field: key.slice(0, 100) } })
  return fieldOf(object, key)
}

/** SQL names of a field's columns under an alias. */
export function columnNamer(field: FieldSnapshot, alias: string): (suffix: string) => string {
  return (suffix) => `${alias}."${field.key}${suffix}"`
}

/**
 * One table of a query with the joins that paths through links need. Each joined record is restricted to what the
 * actor may read, so a path never tells about a record that a list would hide.
 */
export class Source {
  readonly object: ObjectSnapshot
  readonly alias: string
  readonly context: QueryContext
  readonly bind: Bind
  /** Columns of the object's own table that paths have asked for. */
  readonly columns = new Set<string>(['id', 'version'])
  private readonly rows: string | null
  /** By the link they follow, in SQL. */
  private readonly joins = new Map<string, { readonly alias: string; readonly object: ObjectSnapshot; readonly sql: string }>()
  private titles = 0
  private readonly counter: { next: number }

  constructor(
    object: ObjectSnapshot,
    options: { readonly context: QueryContext; readonly bind: Bind; readonly counter?: { next: number }; readonly rows?: string },
  ) {
    this.object = object
    this.context = options.context
    this.bind = options.bind
    this.rows = options.rows ?? null
    this.counter = options.counter ?? { next: 0 }
    this.alias = `t${this.counter.next}`
    this.counter.next += 1
  }

  /** A further table of the same statement (sub-select), with aliases of its own. */
  child(object: ObjectSnapshot): Source {
    return new Source(object, { context: this.context, bind: this.bind, counter: this.counter })
  }

  /** A page of this source, cut before, as `rows` of the same statement with the `columns` asked for: titles of links are joined to it. */
  page(rows: string): Source {
    return new Source(this.object, { context: this.context, bind: this.bind, counter: this.counter, rows })
  }

  /** Like `resolve`, for filters, sorting, grouping and measures: a masked field must not be guessed by order or count. */
  resolveOpen(path: string): Resolved {
    const resolved = this.resolve(path)
    if (!isOpen(resolved.object, this.context.actor, resolved.field.key))
      throw new AppError('query.masked', { data: { field: path.slice(0, 100) } })
    return resolved
  }

  /** The field a path ends in, joining what lies between. A hidden field is as if it did not exist. */
  resolve(path: string): Resolved {
    const parts = path.split('.')
    if (parts.length > MAX_HOPS + 1) throw new AppError('query.unknown_field', { data: { field: path.slice(0, 100) } })
    let object = this.object
    let alias = this.alias
    for (const part of parts.slice(0, -1)) {
      const field = visibleField(object, this.context.actor, part)
      const target = field.definition.target
      if (target === undefined) throw new AppError('query.unknown_field', { data: { field: path.slice(0, 100) } })
      const join = this.join(columnNamer(field, alias)(''), { target: objectOf(this.context.snapshot, target) })
      object = join.object
      alias = join.alias
    }
    const last = parts[parts.length - 1] ?? ''
    const field = visibleField(object, this.context.actor, last)
    if (alias === this.alias) for (const column of field.columns) this.columns.add(column.name)
    else this.columns.add(parts[0] ?? '')
    return { object, alias, field }
  }

  /**
   * SQL giving the title of the record a link points at. Those of a page are joined to it: looked up row by row they cost more than
   * all else of the page.
   */
  title({ field, alias }: Resolved): string {
    const target = objectOf(this.context.snapshot, field.definition.target ?? '')
    const id = columnNamer(field, alias)('')
    const isTold = !isScoped(target)
    const known = this.joins.has(joinKey(id, isTold))
    if (this.rows === null || (!known && this.titles >= MAX_TITLES))
      return titleOf(this.context, { target: target.key, id, bind: this.bind })
    const column = titleColumn(target, this.context.actor)
    if (column === null) return HIDDEN
    if (!known) this.titles += 1
    return column(this.join(id, { target, isTold }).alias)
  }

  /**
   * SQL giving the title of the record a link points at, to order rows by. Where all its records are told it is joined: a million rows are
   * put together with a few hundred titles at once. Where a right decides, each is looked up.
   */
  titleToSort({ field, alias }: Resolved): string {
    const { snapshot, actor } = this.context
    const target = objectOf(snapshot, field.definition.target ?? '')
    const id = columnNamer(field, alias)('')
    const isTold = !isScoped(target)
    if (!isTold && !reachOf(target, actor, 'read').all) return titleOf(this.context, { target: target.key, id, bind: this.bind })
    const column = titleColumn(target, actor)
    return column === null ? HIDDEN : column(this.join(id, { target, isTold }).alias)
  }

  /** `isTold`: all rows, for titles that are told to everybody; else what the actor may read. */
  private join(
    id: string,
    { target, isTold = false }: { readonly target: ObjectSnapshot; readonly isTold?: boolean },
  ): { readonly alias: string; readonly object: ObjectSnapshot } {
    const key = joinKey(id, isTold)
    const known = this.joins.get(key)
    if (known !== undefined) return known
    const alias = `t${this.counter.next}`
    this.counter.next += 1
    const readable = isTold ? null : rowCondition(target, this.context.actor, { operation: 'read', alias, bind: this.bind, chosen: true })
    const sql = `left join ${quote(target.table)} ${alias} on ${alias}.id = ${id}${readable === null ? '' : ` and ${readable}`}`
    const join = { alias, object: target, sql }
    this.joins.set(key, join)
    return join
  }

  /** `"table" t0 left join …`; call after everything has been resolved. */
  from(): string {
    return [`${this.rows ?? quote(this.object.table)} ${this.alias}`, ...[...this.joins.values()].map((join) => join.sql)].join(' ')
  }

  /** Living rows the actor may see that belong to one row of another source of the statement by their link `field`. */
  visibleBelow(field: string, parent: Source): string[] {
    return this.living(false, { parent: { field, alias: parent.alias } })
  }

  /** Living (or trashed) rows the actor may see; `chosen` where the statement names the rows by their ids. */
  visible(trash: boolean, chosen = false): string[] {
    const followed = this.followed(trash)
    // Where they are too many to be named, each row is looked up in the set of its parents.
    return this.living(trash, { chosen: chosen || followed === null, followed: followed ?? undefined })
  }

  /**
   * The same in two parts where few rows are reached through others: those that are reached by themselves, which an index
   * has in order, and the few. One part otherwise.
   */
  visibleParts(trash: boolean): readonly (readonly string[])[] {
    const followed = this.followed(trash)
    if (followed === undefined || followed === null || followed.length === 0) return [this.visible(trash)]
    const own = this.living(false, { followed: [] })
    const others = [`${this.alias}.id = any(${this.bind(followed)}::uuid[])`, `not coalesce(${own.slice(1).join(' and ')}, false)`]
    return [own, [...this.living(false, { followed }), ...others]]
  }

  /** What a further right asks of the rows, where it covers others than that of reading them. */
  covered(): readonly string[] {
    const { actor, right } = this.context
    if (right === undefined || isAsWide(this.object, actor, right)) return []
    const covered = rowCondition(this.object, actor, { operation: right, alias: this.alias, bind: this.bind, chosen: true })
    return covered === null ? [] : [covered]
  }

  private followed(trash: boolean): readonly string[] | null | undefined {
    const { followed } = this.context
    return trash || followed === undefined || followed === null || followed.object !== this.object.key ? undefined : followed.ids
  }

  private living(
    trash: boolean,
    how: { readonly chosen?: boolean; readonly followed?: readonly string[] | undefined; readonly parent?: KnownParent },
  ): string[] {
    const scope = rowCondition(this.object, this.context.actor, { operation: 'read', alias: this.alias, bind: this.bind, ...how })
    return [`${this.alias}.deleted_at is ${trash ? 'not ' : ''}null`, ...(scope === null ? [] : [scope])]
  }
}

const HIDDEN = 'null::text'

/** The title of an object under an alias, masked where the actor sees masks; null where they see nothing. */
function titleColumn(target: ObjectSnapshot, actor: Actor): ((alias: string) => string) | null {
  const right = fieldRight(target, actor, target.definition.title)
  if (right === 'hidden') return null
  const name = quote(target.definition.title)
  if (right === 'masked') return (alias) => maskSql(`${alias}.${name}`)
  const english = englishTitle(target, actor)
  return english === null ? (alias) => `${alias}.${name}` : (alias) => `coalesce(nullif(${alias}.${quote(english)}, ''), ${alias}.${name})`
}

/** The field in which records have a title for this reader besides the usual one; null where there is none, or not for them. */
export function englishTitle(object: ObjectSnapshot, actor: Actor): string | null {
  const { title_en } = object.definition
  return title_en !== undefined && actor.locale === 'en-US' && isOpen(object, actor, title_en) ? title_en : null
}

/** SQL giving the title of the record with this id; nothing or a mask when the actor may not read it. */
export function titleOf(context: QueryContext, input: { readonly target: string; readonly id: string; readonly bind: Bind }): string {
  const target = objectOf(context.snapshot, input.target)
  const column = titleColumn(target, context.actor)
  if (column === null) return HIDDEN
  const scope = isScoped(target)
    ? rowCondition(target, context.actor, { operation: 'read', alias: 'l', bind: input.bind, chosen: true })
    : null
  return `(select ${column('l')} from ${quote(target.table)} l where l.id = ${input.id}${scope === null ? '' : ` and ${scope}`})`
}

/** SQL of a field's wire value; links become `{ id, title }`, masked texts show their ends, other masked values nothing. */
export function wireExpression(source: Source, resolved: Resolved): string {
  const { object, field, alias } = resolved
  const column = columnNamer(field, alias)
  if (fieldRight(object, source.context.actor, field.key) === 'masked')
    return field.columns[0]?.type === 'text' ? maskSql(field.type.bare?.sql(column('')) ?? column('')) : 'null::text'
  if (field.definition.target === undefined) return field.type.wire(column)
  return linkJson(column(''), source.title(resolved))
}

/** `{ id, title }` of a link, null where it leads nowhere. */
export function linkJson(id: string, title: string): string {
  return `case when ${id} is not null then json_build_object('id', ${id}, 'title', ${title}) end`
}
