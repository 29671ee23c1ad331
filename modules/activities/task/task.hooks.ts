import type { Json } from '@perigon/contracts'
import { defineHooks, type HookInput } from '@perigon/kernel'

export const taskHooks = defineHooks({
  object: 'task',
  reads: ['opportunity', 'contact'],
  own: { reads: ['state'], sets: ['assignee', 'owner', 'done_at', 'customer'] },
  resolve: (input) => {
    const { op, image } = input
    if (op !== 'create' && op !== 'update') return undefined
    const assignee = assigneeOf(input)
    return {
      assignee,
      // Row scopes look at the owner: a task must be seen by the one who has to do it.
      owner: assignee,
      done_at: doneAt(input),
      customer: image['customer'] ?? input.linked('opportunity')?.['customer'] ?? input.linked('contact')?.['customer'] ?? null,
    }
  },
})

/** Assigning and handing over the ownership are one thing: whichever of the two fields changed decides. */
function assigneeOf({ before, image, changed, actor }: HookInput): Json {
  if (before !== null && changed('owner') && !changed('assignee')) return image['owner'] ?? null
  return image['assignee'] ?? image['owner'] ?? actor.employee
}

function doneAt({ image, changed, cause, now }: HookInput): Json {
  if (image['state'] !== 'done') return null
  const told = cause.kind === 'seed' && typeof image['done_at'] === 'string'
  return changed('state') && !told ? now.toISOString() : (image['done_at'] ?? null)
}
