import type { ObjectSnapshot } from '../compile/snapshot.ts'
import type { Actor, Operation, Scope } from '../module.ts'
import type { Bind } from '@perigon/fields'

/**
 * How far an actor's right reaches for one operation on one object. System actors and administrators: all.
 * Master data is read by everyone signed in; personal records belong to their owner; internal ones to administrators.
 */
export function scopeOf(object: ObjectSnapshot, actor: Actor, operation: Operation): Scope {
  if (actor.kind === 'system') return 'all'
  const kind = object.definition.access
  if (kind === 'personal') return operation === 'import' ? 'none' : 'own'
  if (actor.admin) return 'all'
  if (kind === 'internal') return 'none'
  const granted = actor.grants[object.key]?.[operation]
  if (kind === 'reference') return operation === 'read' || operation === 'export' ? 'all' : (granted ?? 'none')
  return granted ?? actor.grants['*']?.[operation] ?? 'none'
}

type ScopeInput = { readonly operation: Operation; readonly alias: string; readonly bind: Bind }

/** The rows an actor's right covers, as SQL over the table alias; null means all rows. Private rows are their owner's alone. */
export function rowCondition(object: ObjectSnapshot, actor: Actor, input: ScopeInput): string | null {
  const reach = reachCondition(object, actor, input)
  const secret = object.definition.private
  if (secret === undefined || actor.kind === 'system') return reach
  const own = actor.employee === null ? 'false' : `${input.alias}."owner" = ${input.bind(actor.employee)}::uuid`
  const unlocked = `(${input.alias}."${secret}" is not true or ${own})`
  return reach === null ? unlocked : `${reach} and ${unlocked}`
}

function reachCondition(object: ObjectSnapshot, actor: Actor, input: ScopeInput): string | null {
  const { operation, alias, bind } = input
  const scope = scopeOf(object, actor, operation)
  if (scope === 'all') return null
  if (scope === 'none') return 'false'
  if (object.definition.access === 'personal') {
    if (actor.id === null) return 'false'
    const mine = `${alias}."owner" = ${bind(actor.id)}::uuid`
    return operation === 'read' && object.fields.has('shared') ? `(${mine} or ${alias}."shared")` : mine
  }
  if (scope === 'own') return actor.employee === null ? 'false' : `${alias}."owner" = ${bind(actor.employee)}::uuid`
  return actor.departments.length === 0 ? 'false' : `${alias}."department" = any(${bind(actor.departments)}::uuid[])`
}

/** Whether a record as it will be lies inside the actor's reach. */
export function imageAllowed(
  object: ObjectSnapshot,
  actor: Actor,
  input: { readonly operation: Operation; readonly image: { readonly [field: string]: unknown } },
): boolean {
  const scope = scopeOf(object, actor, input.operation)
  if (scope === 'all') return true
  if (scope === 'none') return false
  if (object.definition.access === 'personal') return input.image['owner'] === actor.id
  if (scope === 'own') return actor.employee !== null && input.image['owner'] === actor.employee
  return typeof input.image['department'] === 'string' && actor.departments.includes(input.image['department'])
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
  }
}
