import { isJsonObject, newId } from '@perigon/contracts'
import type { KernelEvent, Subscriber, SubscriberContext } from '@perigon/kernel'
import { admittedTo } from './admission.ts'
import { changeCommand } from './change-command.ts'

/** Claiming, giving, putting back and reclaiming tell their own reasons. */
function isByPool(event: KernelEvent): boolean {
  const ref = isJsonObject(event.cause) ? event.cause['ref'] : undefined
  return typeof ref === 'string' && ref.startsWith('pool.')
}

function ownerIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

async function tellChanges(events: readonly KernelEvent[], context: SubscriberContext): Promise<void> {
  const told = events.flatMap((event) => {
    const change = event.changes['owner']
    if (event.op !== 'update' || !Array.isArray(change) || isByPool(event)) return []
    const [from, to] = change.map(ownerIn)
    const row = { kind: 'changed', customer: event.record, pool: null, from: from ?? null, to: to ?? null, at: event.at } as const
    return [changeCommand(row, event.id)]
  })
  await context.write(told)
}

type Loose = { readonly id: string; readonly pool: string | null }

/** New customers without an owner, and those whose owner was taken off, enter the pool they fit. */
async function admit(events: readonly KernelEvent[], context: SubscriberContext): Promise<void> {
  const candidates = events.filter((event) => !isByPool(event) && (event.op === 'create' || event.changes['owner'] !== undefined))
  if (candidates.length === 0) return
  const loose = await context.query<Loose>(
    `select id, pool from customer where id = any($1::uuid[]) and owner is null and pool is null and deleted_at is null`,
    [candidates.map((event) => event.record)],
  )
  const admitted = await admittedTo(
    context,
    loose.map(({ id }) => id),
  )
  const at = context.now.toISOString()
  await context.write([...admitted].map(([id, pool]) => ({ object: 'customer', op: 'update', id, patch: { pool } }) as const))
  await context.write(
    [...admitted].map(([customer, pool]) =>
      changeCommand({ kind: 'admitted', customer, pool, from: null, to: null, at }, newId(context.now.getTime())),
    ),
  )
}

/** Keeps the tale of who answered for a customer, and brings customers without an owner into a pool. */
export const ownershipSubscriber: Subscriber = {
  name: 'pools.ownership',
  objects: ['customer'],
  only: { ops: ['create', 'update'], changed: ['owner'] },
  handle: async (events, context) => {
    await tellChanges(events, context)
    await admit(events, context)
  },
}
