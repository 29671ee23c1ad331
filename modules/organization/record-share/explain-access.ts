import { isJsonObject } from '@perigon/contracts'
import { type Actor, type Kernel, type ObjectSnapshot, reachOf, systemActor } from '@perigon/kernel'

/** One reason why somebody reaches a record. */
export type AccessReason = {
  readonly kind: 'administrator' | 'everyone' | 'all' | 'own' | 'stands_in' | 'team' | 'department' | 'share'
  /** The name behind the reason: the owner, the absent colleague, the department. */
  readonly via: string | null
}

export type AccessExplanation = {
  readonly reasons: readonly AccessReason[]
  readonly owner: string | null
  readonly department: string | null
  readonly can: { readonly update: boolean; readonly delete: boolean; readonly share: boolean }
}

type Facts = {
  readonly id: string
  readonly owner: { readonly id: string; readonly title: string | null } | null
  readonly department: { readonly id: string; readonly title: string | null } | null
}

function link(record: unknown, key: string): Facts['owner'] {
  const value = isJsonObject(record) ? record[key] : null
  if (!isJsonObject(value) || typeof value['id'] !== 'string') return null
  return { id: value['id'], title: typeof value['title'] === 'string' ? value['title'] : null }
}

function reasonsOf(object: ObjectSnapshot, actor: Actor, facts: Facts): readonly AccessReason[] {
  if (object.definition.access === 'reference') return [{ kind: 'everyone', via: null }]
  if (actor.admin) return [{ kind: 'administrator', via: null }]
  const reach = reachOf(object, actor, 'read')
  const { owner, department } = facts
  const reasons: AccessReason[] = []
  if (reach.all) reasons.push({ kind: 'all', via: null })
  if (owner !== null && reach.owners.includes(owner.id)) {
    const kind = owner.id === actor.employee ? 'own' : actor.stands_in_for.includes(owner.id) ? 'stands_in' : 'team'
    reasons.push({ kind, via: owner.title })
  }
  if (department !== null && reach.departments.includes(department.id)) reasons.push({ kind: 'department', via: department.title })
  if (reach.records.includes(facts.id)) reasons.push({ kind: 'share', via: null })
  return reasons
}

function covers(
  object: ObjectSnapshot,
  actor: Actor,
  input: { readonly operation: 'update' | 'delete' | 'share'; readonly facts: Facts },
): boolean {
  const { owner, department, id } = input.facts
  const reach = reachOf(object, actor, input.operation)
  return (
    reach.all ||
    (owner !== null && reach.owners.includes(owner.id)) ||
    (department !== null && reach.departments.includes(department.id)) ||
    reach.records.includes(id)
  )
}

/** Why this person sees this record, by the same reach that the database is asked with. */
export async function explainAccess(
  kernel: Kernel,
  object: ObjectSnapshot,
  input: { readonly id: string; readonly actor: Actor },
): Promise<AccessExplanation> {
  const fields = object.definition.access === 'owned' ? ['owner', 'department'] : []
  const record: unknown = JSON.parse((await kernel.get(systemActor('explain access'), object.key, { id: input.id, fields })).body)
  const facts: Facts = { id: input.id, owner: link(record, 'owner'), department: link(record, 'department') }
  const can = (operation: 'update' | 'delete' | 'share'): boolean => covers(object, input.actor, { operation, facts })
  return {
    reasons: reasonsOf(object, input.actor, facts),
    owner: facts.owner?.title ?? null,
    department: facts.department?.title ?? null,
    can: { update: can('update'), delete: can('delete'), share: can('share') },
  }
}
