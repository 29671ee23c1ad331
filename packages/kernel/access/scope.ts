import type { Bind } from '@perigon/fields'
import type { Follow, ObjectSnapshot } from '../compile/snapshot.ts'
import type { Actor, Deputy, Operation, Scope } from '../module.ts'

/** Records reached because they belong to records that are one's own, are shared with one, or follow such records. */
export type Through = {
  readonly field: string
  readonly table: string
  /** Employees whose records count as one's own. */
  readonly owners: readonly string[]
  /** How far the person reads the parents: nothing follows a record they may not read. */
  readonly reach: Reach
}

/** Whose records a right covers: all, or those of these owners, of these departments, these single ones, and what follows others. */
export type Reach = {
  readonly all: boolean
  readonly owners: readonly string[]
  readonly departments: readonly string[]
  readonly records: readonly string[]
  readonly through: readonly Through[]
}

const NOTHING: Reach = { all: false, owners: [], departments: [], records: [], through: [] }
const EVERYTHING: Reach = { ...NOTHING, all: true }

function granted(actor: Pick<Actor, 'grants'>, object: string, operation: Operation): readonly Scope[] {
  const found = actor.grants[object]?.[operation] ?? actor.grants['*']?.[operation] ?? 'none'
  return typeof found === 'string' ? [found] : found
}

/** Employees whose records count as the actor's own: the actor, and those stood in for. */
export function ownNames(actor: Actor): readonly string[] {
  return [...(actor.employee === null ? [] : [actor.employee]), ...actor.stands_in_for]
}

function ownersOf(actor: Deputy, own: readonly string[], scopes: readonly Scope[]): readonly string[] {
  const mine = scopes.includes('own') || scopes.includes('team') ? own : []
  return [...new Set([...mine, ...(scopes.includes('team') ? actor.team : [])])]
}

function departmentsOf(actor: Deputy, scopes: readonly Scope[]): readonly string[] {
  const found = [
    ...(scopes.includes('dept') ? actor.own_departments : []),
    ...(scopes.includes('dept_tree') ? actor.departments : []),
    ...(scopes.includes('branch') ? actor.branch_departments : []),
  ]
  return [...new Set(found)]
}

function sharedWith(object: string, actor: Actor, operation: Operation): readonly string[] {
  const shares = actor.shares[object]
  if (shares === undefined) return []
  if (operation === 'update') return shares.write
  return operation === 'read' || operation === 'export' ? [...shares.read, ...shares.write] : []
}

/** Whether a limited caller (a token that only reads, or only some objects) stops here whatever the person may. */
function isBeyond({ only }: Actor, object: string, operation: Operation): boolean {
  if (only === undefined) return false
  if (only.reading && operation !== 'read' && operation !== 'export') return true
  return only.objects !== null && !only.objects.includes(object)
}

// A request asks for each table that its statement joins, and an actor lives as long as nothing about the person changes.
const known = new WeakMap<Actor, WeakMap<ObjectSnapshot, { [operation in Operation]?: Reach }>>()

/**
 * How far an actor's right reaches for one operation on one object. System actors and administrators: all. Master data
 * is read by everyone signed in; personal records belong to their owner; internal ones to administrators.
 */
export function reachOf(object: ObjectSnapshot, actor: Actor, operation: Operation): Reach {
  const ofActor = known.get(actor) ?? new WeakMap<ObjectSnapshot, { [operation in Operation]?: Reach }>()
  const ofObject = ofActor.get(object) ?? {}
  known.set(actor, ofActor)
  ofActor.set(object, ofObject)
  ofObject[operation] ??= workOutReach(object, actor, operation)
  return ofObject[operation]
}

function workOutReach(object: ObjectSnapshot, actor: Actor, operation: Operation): Reach {
  if (actor.kind === 'system') return EVERYTHING
  if (isBeyond(actor, object.key, operation)) return NOTHING
  const kind = object.definition.access
  if (kind === 'personal') return operation === 'import' || actor.id === null ? NOTHING : { ...NOTHING, owners: [actor.id] }
  if (actor.outside === true) return outsideReach(object, actor, operation)
  if (actor.admin) return EVERYTHING
  if (kind === 'internal') return NOTHING
  if (kind === 'reference') {
    const open = operation === 'read' || operation === 'export' || isGranted(actor, object.key, operation)
    return open ? EVERYTHING : NOTHING
  }
  return ownedReach(actor, object, operation)
}

/** Somebody of another company: single records shared with them, and master data a role of theirs names, to read. Nothing follows. */
function outsideReach(object: ObjectSnapshot, actor: Actor, operation: Operation): Reach {
  const kind = object.definition.access
  if (kind === 'owned') return { ...NOTHING, records: sharedWith(object.key, actor, operation) }
  const isReading = operation === 'read' || operation === 'export'
  return kind === 'reference' && isReading && isGranted(actor, object.key, operation) ? EVERYTHING : NOTHING
}

/** One's own reach, and that of those one stands in for, each by their own roles and places. */
function ownedReach(actor: Actor, object: Pick<ObjectSnapshot, 'key' | 'follows'>, operation: Operation): Reach {
  const parts = [
    reachPart(actor, ownNames(actor), granted(actor, object.key, operation)),
    ...actor.deputy_for.map((absent) =>
      reachPart(absent, absent.employee === null ? [] : [absent.employee], granted(absent, object.key, operation)),
    ),
  ]
  return {
    all: parts.some((part) => part.all),
    owners: [...new Set(parts.flatMap((part) => part.owners))],
    departments: [...new Set(parts.flatMap((part) => part.departments))],
    records: sharedWith(object.key, actor, operation),
    through: follows(actor, object.key, operation) ? throughOf(actor, object.follows) : [],
  }
}

function reachPart(person: Deputy, own: readonly string[], scopes: readonly Scope[]): Pick<Reach, 'all' | 'owners' | 'departments'> {
  return { all: scopes.includes('all'), owners: ownersOf(person, own, scopes), departments: departmentsOf(person, scopes) }
}

/** Granted by roles of one's own, or by those of somebody one stands in for. */
function isGranted(actor: Actor, object: string, operation: Operation): boolean {
  return [actor, ...actor.deputy_for].some((person) => granted(person, object, operation).some((scope) => scope !== 'none'))
}

/** Whether some role lets the actor read records of this object at all. */
export function isReadable(actor: Actor, object: string): boolean {
  return isGranted(actor, object, 'read')
}

/** Only reading follows a parent, and only where the object may be read at all: "none" stays none. */
function follows(actor: Actor, object: string, operation: Operation): boolean {
  return (operation === 'read' || operation === 'export') && isGranted(actor, object, operation)
}

function throughOf(actor: Actor, list: readonly Follow[]): readonly Through[] {
  return list.flatMap(({ field, object, table, up }) => {
    const reach = ownedReach(actor, { key: object, follows: up }, 'read')
    const through = { field, table, owners: isReadable(actor, object) ? ownNames(actor) : [], reach }
    return through.owners.length + reach.records.length + reach.through.length === 0 ? [] : [through]
  })
}

/**
 * Whether an actor may do this to any record of the object at all. Somebody of another company whose role reads such
 * records may look for them even while nothing is shared: an empty list, not a closed door.
 */
export function may(object: ObjectSnapshot, actor: Actor, operation: Operation): boolean {
  if (actor.outside === true && operation === 'read' && object.definition.access === 'owned' && !isBeyond(actor, object.key, operation))
    return isReadable(actor, object.key) || sharedWith(object.key, actor, operation).length > 0
  const reach = reachOf(object, actor, operation)
  return reach.all || [reach.owners, reach.departments, reach.records, reach.through].some((part) => part.length > 0)
}

/** A row of the same statement that a link of ours leads to. */
export type KnownParent = { readonly field: string; readonly alias: string }

/**
 * Where a condition stands. `chosen`: the rows are given by their ids, so that no index has to find them. `followed`: the rows that are
 * reached through others, already found. `parent`: the row one of the links leads to stands in the statement and can be asked itself.
 */
type Place = {
  readonly alias: string
  readonly bind: Bind
  readonly chosen?: boolean
  readonly followed?: readonly string[] | undefined
  readonly parent?: KnownParent | undefined
}
type ScopeInput = Place & { readonly operation: Operation }

function oneOf(column: string, ids: readonly string[], bind: Bind): string {
  return ids.length === 1 ? `${column} = ${bind(ids[0])}::uuid` : `${column} = any(${bind(ids)}::uuid[])`
}

/**
 * Rows whose parent is reached: the parents' ids are found once per statement, as an array so that an index finds their children. Of
 * chosen rows each parent is asked, or all are found once and each looked up in their set: the planner knows which is less.
 */
function throughCondition({ field, table, owners, reach }: Through, place: Place): string {
  const { alias, bind } = place
  const known = place.parent?.field === field ? place.parent.alias : undefined
  const parent = known ?? `${alias}_${field}`
  const above = { ...place, alias: parent, followed: undefined, parent: undefined }
  const own = [
    ...(owners.length > 0 ? [oneOf(`${parent}."owner"`, owners, bind)] : []),
    ...(reach.records.length > 0 ? [oneOf(`${parent}.id`, reach.records, bind)] : []),
    ...reach.through.map((up) => throughCondition(up, above)),
  ]
  // What is one's own, shared with one or follows is readable by itself unless somebody else is stood in for who may read less.
  const coversOwn = reach.all || owners.every((owner) => reach.owners.includes(owner))
  const readable = coversOwn ? [] : [anyOf(reachParts(reach, above))]
  const where = [`${parent}.deleted_at is null`, anyOf(own), ...readable].join(' and ')
  if (known !== undefined) return `(${where})`
  return place.chosen === true
    ? `exists (select 1 from "${table}" ${parent} where ${parent}.id = ${alias}."${field}" and ${where})`
    : `${alias}."${field}" = any(array(select ${parent}.id from "${table}" ${parent} where ${where}))`
}

function anyOf(parts: readonly string[]): string {
  if (parts.length === 0) return 'false'
  return parts.length === 1 ? (parts[0] ?? 'false') : `(${parts.join(' or ')})`
}

function reachParts(reach: Reach, place: Place): readonly string[] {
  const { alias, bind } = place
  return [
    ...(reach.owners.length > 0 ? [oneOf(`${alias}."owner"`, reach.owners, bind)] : []),
    ...(reach.departments.length > 0 ? [`${alias}."department" = any(${bind(reach.departments)}::uuid[])`] : []),
    ...(reach.records.length > 0 ? [oneOf(`${alias}.id`, reach.records, bind)] : []),
    ...(place.followed === undefined
      ? reach.through.map((through) => throughCondition(through, place))
      : place.followed.length > 0
        ? [`${alias}.id = any(${bind(place.followed)}::uuid[])`]
        : []),
  ]
}

/** For each link to something reached, the statement that finds the rows nothing else of the right covers. */
export function throughSelects(object: ObjectSnapshot, actor: Actor, bind: Bind): readonly string[] {
  const reach = reachOf(object, actor, 'read')
  if (reach.all) return []
  const place = { alias: 't', bind }
  const own = anyOf(reachParts(reach, { ...place, followed: [] }))
  return reach.through.map(
    (through) =>
      `select t.id from "${object.table}" t where t.deleted_at is null and t."${through.field}" is not null and ${throughCondition(through, place)} and not coalesce(${own}, false)`,
  )
}

function reachCondition(object: ObjectSnapshot, actor: Actor, input: ScopeInput): string | null {
  const { operation } = input
  const reach = reachOf(object, actor, operation)
  if (reach.all) return null
  const isOpen = actor.outside !== true && object.definition.access === 'personal' && operation === 'read' && object.fields.has('shared')
  return anyOf([...reachParts(reach, input), ...(isOpen ? [sharedCondition(object, actor, input)] : [])])
}

/** What colleagues share: with everybody, or with the people of some roles. Administrators see what is shared with anybody. */
function sharedCondition(object: ObjectSnapshot, actor: Actor, { alias, bind }: ScopeInput): string {
  const shared = `${alias}."shared"`
  if (actor.admin || !object.fields.has('audience')) return shared
  return `(${shared} and (coalesce(cardinality(${alias}."audience"), 0) = 0 or ${alias}."audience" && ${bind(actor.roles ?? [])}::text[]))`
}

/** The rows an actor's right covers, as SQL over the table alias; null means all rows. Private rows are their owner's alone. */
export function rowCondition(object: ObjectSnapshot, actor: Actor, input: ScopeInput): string | null {
  const reach = reachCondition(object, actor, input)
  const secret = object.definition.private
  if (secret === undefined || actor.kind === 'system') return reach
  const own = actor.employee === null ? 'false' : `${input.alias}."owner" = ${input.bind(actor.employee)}::uuid`
  const unlocked = `(${input.alias}."${secret}" is not true or ${own})`
  return reach === null ? unlocked : `${reach} and ${unlocked}`
}

/** Whether a right covers the very records that of reading covers. */
export function isAsWide(object: ObjectSnapshot, actor: Actor, operation: Operation): boolean {
  return JSON.stringify(reachOf(object, actor, operation)) === JSON.stringify(reachOf(object, actor, 'read'))
}

/** Whether a record as it will be lies inside the actor's reach. */
export function imageAllowed(
  object: ObjectSnapshot,
  actor: Actor,
  input: { readonly operation: Operation; readonly image: { readonly [field: string]: unknown } },
): boolean {
  const reach = reachOf(object, actor, input.operation)
  if (reach.all) return true
  const { owner, department, id } = input.image
  const within = (list: readonly string[], value: unknown): boolean => typeof value === 'string' && list.includes(value)
  return within(reach.owners, owner) || within(reach.departments, department) || within(reach.records, id)
}

/** The system acting for itself; the name appears in the log. */
export function systemActor(name: string): Actor {
  return {
    kind: 'system',
    id: null,
    employee: null,
    name,
    locale: 'zh-CN',
    time_zone: 'Asia/Shanghai',
    admin: true,
    department: null,
    departments: [],
    grants: {},
    stands_in_for: [],
    deputy_for: [],
    team: [],
    own_departments: [],
    branch_departments: [],
    shares: {},
    fields: {},
    unmask: true,
  }
}

/**
 * The same person with everybody's reach, for the one kind of write that follows from an allowed one and must not stop at what
 * the person cannot see: what points to a merged record moves with it. The log still names the person.
 */
export function onBehalfOf(actor: Actor): Actor {
  return { ...systemActor(actor.name), id: actor.id, employee: actor.employee, locale: actor.locale, time_zone: actor.time_zone }
}
