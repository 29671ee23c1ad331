import type { Json } from '@perigon/contracts'
import type { Command } from '@perigon/kernel'

type Change = {
  readonly kind: 'admitted' | 'claimed' | 'unclaimed' | 'assigned' | 'released' | 'reclaimed' | 'changed'
  readonly customer: string
  readonly pool: string | null
  readonly from: string | null
  readonly to: string | null
  readonly at: string
  readonly reason?: string | null
  readonly facts?: Json
}

/** The row that tells why a customer changed hands; written together with the change. */
export function changeCommand({ from, to, reason, facts, ...change }: Change, id?: string): Command {
  const patch = { ...change, from_owner: from, to_owner: to, reason: reason ?? null, facts: facts ?? null }
  return { object: 'ownership_change', op: 'create', ...(id === undefined ? {} : { id }), patch }
}
