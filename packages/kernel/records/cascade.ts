import type { Executor } from '@perigon/db'
import { rowCondition } from '../access/scope.ts'
import type { FieldSnapshot, ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'
import type { Actor, Command } from '../module.ts'
import { parameters, prepared } from '../query/statement.ts'

type Child = { readonly object: ObjectSnapshot; readonly field: FieldSnapshot }

function childrenOf(snapshot: Snapshot, key: string): readonly Child[] {
  return [...snapshot.objects.values()].flatMap((object) =>
    object.own
      .filter((field) => field.definition.target === key && field.definition.on_delete === 'cascade')
      .map((field) => ({ object, field })),
  )
}

/** Whether records go to the trash, and come back, with those of this object. */
export function hasCascade(snapshot: Snapshot, key: string): boolean {
  return childrenOf(snapshot, key).length > 0
}

/**
 * Records that go to the trash with their parents, or come back with them: back come only those that went at the very
 * moment the parent did, not what somebody had deleted before. Asked before the parents themselves are written.
 */
export async function cascaded(
  db: Executor,
  snapshot: Snapshot,
  input: { readonly object: ObjectSnapshot; readonly ids: readonly string[]; readonly op: 'delete' | 'restore'; readonly actor: Actor },
): Promise<readonly Command[]> {
  const children = childrenOf(snapshot, input.object.key)
  if (children.length === 0 || input.ids.length === 0) return []
  const { values, bind } = parameters()
  const ids = bind(input.ids)
  const parts = children.map(({ object, field }) => {
    const scope = rowCondition(object, input.actor, { operation: 'read', alias: 't', bind })
    const state = input.op === 'delete' ? 't.deleted_at is null' : 't.deleted_at = p.deleted_at'
    return `select '${object.key}' as object, t.id from "${object.table}" t join "${input.object.table}" p on p.id = t."${field.key}"
            where p.id = any(${ids}::uuid[]) and ${state}${scope === null ? '' : ` and ${scope}`}`
  })
  const rows = await db.query<{ object: string; id: string }>(prepared(parts.join(' union all '), values))
  return rows.map(({ object, id }) => ({ object, op: input.op, id }))
}
