import { AppError, isJsonObject } from '@perigon/contracts'
import { type Actor, type Kernel, type ObjectSnapshot, ownNames, type Reach, reachOf, systemActor, type Through } from '@perigon/kernel'

type ReasonKind = 'administrator' | 'everyone' | 'all' | 'own' | 'stands_in' | 'team' | 'department' | 'share' | 'parent'

/** One reason why somebody reaches a record. */
export type Reason = {
  readonly kind: ReasonKind
  /** The name behind the reason: the owner, the absent colleague, the department, the record this one belongs to. */
  readonly via: string | null
}

type Named = { readonly id: string; readonly title: string | null }

/** What the reach of a person is compared with; `above` are the records this one follows. */
export type AccessFacts = {
  readonly object: ObjectSnapshot
  readonly id: string
  readonly title: string | null
  readonly owner: Named | null
  readonly department: Named | null
  readonly isPrivate: boolean
  readonly isShared: boolean
  /** Keys of the roles it is shared with; empty: everybody. */
  readonly audience: readonly string[]
  readonly above: { readonly [field: string]: AccessFacts }
}

export type Ability = 'update' | 'delete' | 'share'

function link(record: { readonly [key: string]: unknown }, key: string): Named | null {
  const value = record[key]
  if (!isJsonObject(value) || typeof value['id'] !== 'string') return null
  return { id: value['id'], title: typeof value['title'] === 'string' ? value['title'] : null }
}

/** Reads, as the system, what decides about a record: owner, department, what it follows. */
export async function accessFacts(kernel: Kernel, object: ObjectSnapshot, id: string): Promise<AccessFacts> {
  const { definition } = object
  const follows = definition.follows ?? []
  const owned = definition.access === 'owned' ? ['owner', 'department'] : definition.access === 'personal' ? ['owner'] : []
  const flags = [
    ...(definition.private === undefined ? [] : [definition.private]),
    ...['shared', 'audience'].filter((key) => object.fields.has(key)),
  ]
  const fields = [...new Set([definition.title, ...owned, ...flags, ...follows])]
  const { body } = await kernel.get(systemActor('explain access'), object.key, { id, fields })
  const parsed: unknown = JSON.parse(body)
  const record = isJsonObject(parsed) ? parsed : {}
  const above: { [field: string]: AccessFacts } = {}
  for (const { field, object: parent } of object.follows) {
    const target = kernel.snapshot().objects.get(parent)
    const linked = link(record, field)
    const facts = target === undefined || linked === null ? null : await living(accessFacts(kernel, target, linked.id))
    if (facts !== null) above[field] = facts
  }
  const title = record[definition.title]
  return {
    object,
    id,
    title: typeof title === 'string' ? title : (link(record, definition.title)?.title ?? null),
    owner: link(record, 'owner'),
    department: link(record, 'department'),
    isPrivate: definition.private !== undefined && record[definition.private] === true,
    isShared: record['shared'] === true,
    audience: Array.isArray(record['audience']) ? record['audience'].filter((each) => typeof each === 'string') : [],
    above,
  }
}

/** A parent in the trash shows nothing of its children. */
async function living(facts: Promise<AccessFacts>): Promise<AccessFacts | null> {
  try {
    return await facts
  } catch (error) {
    if (error instanceof AppError && error.code === 'record.not_found') return null
    throw error
  }
}

/** Whether a parent is read, and is one's own, shared with one, or follows such a record itself. */
function reachesThrough({ owners, reach }: Through, facts: AccessFacts | undefined): boolean {
  if (facts === undefined) return false
  const follows = reach.through.some((up) => reachesThrough(up, facts.above[up.field]))
  return (
    (within(reach, facts) || follows) &&
    ((facts.owner !== null && owners.includes(facts.owner.id)) || reach.records.includes(facts.id) || follows)
  )
}

function within(reach: Reach, { owner, department, id }: AccessFacts): boolean {
  return (
    reach.all ||
    (owner !== null && reach.owners.includes(owner.id)) ||
    (department !== null && reach.departments.includes(department.id)) ||
    reach.records.includes(id)
  )
}

function locked(facts: AccessFacts, actor: Actor): boolean {
  return facts.isPrivate && (actor.employee === null || facts.owner?.id !== actor.employee)
}

/** Whether what is shared is shared with this person: with everybody, or with a role of theirs. */
function isAddressed({ audience }: AccessFacts, actor: Actor): boolean {
  return audience.length === 0 || actor.admin || audience.some((role) => actor.roles?.includes(role) === true)
}

/** Why somebody reads a record, by the same reach that the database is asked with; empty when they do not. */
export function reasonsOf(facts: AccessFacts, actor: Actor): readonly Reason[] {
  const { object, owner, department } = facts
  const { access } = object.definition
  if (locked(facts, actor)) return []
  if (access === 'reference') return reachOf(object, actor, 'read').all ? [{ kind: 'everyone', via: null }] : []
  if (access === 'personal')
    return owner !== null && owner.id === actor.id
      ? [{ kind: 'own', via: owner.title }]
      : facts.isShared && actor.outside !== true && isAddressed(facts, actor)
        ? [{ kind: 'everyone', via: null }]
        : []
  if (actor.admin && actor.outside !== true) return [{ kind: 'administrator', via: null }]
  const alone = { ...actor, deputy_for: [] }
  const reach = reachOf(object, alone, 'read')
  const reasons: Reason[] = []
  if (owner !== null && reach.owners.includes(owner.id)) {
    const kind = owner.id === actor.employee ? 'own' : ownNames(actor).includes(owner.id) ? 'stands_in' : 'team'
    reasons.push({ kind, via: owner.title })
  }
  if (department !== null && reach.departments.includes(department.id)) reasons.push({ kind: 'department', via: department.title })
  if (reach.records.includes(facts.id)) reasons.push({ kind: 'share', via: null })
  for (const through of reachOf(object, actor, 'read').through) {
    const parent = facts.above[through.field]
    if (reachesThrough(through, parent)) reasons.push({ kind: 'parent', via: parent?.title ?? null })
  }
  if (reach.all) reasons.push({ kind: 'all', via: null })
  for (const absent of actor.deputy_for) {
    const known = reasons.some((each) => each.kind === 'stands_in' && each.via === absent.name)
    // What the absent one reaches by role and place, shares aside: those are counted above.
    const theirs = { ...alone, ...absent, stands_in_for: [], shares: {} }
    if (!known && within(reachOf(object, theirs, 'read'), facts)) reasons.push({ kind: 'stands_in', via: absent.name })
  }
  return reasons
}

/** Whether the reach of an operation covers the record. */
export function covers(facts: AccessFacts, actor: Actor, operation: Ability): boolean {
  return !locked(facts, actor) && within(reachOf(facts.object, actor, operation), facts)
}
