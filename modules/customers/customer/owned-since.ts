import type { HookInput, Stored } from '@perigon/kernel'

/**
 * What follows from a change of owner, whoever makes it and by whatever way: since when the owner answers for the customer, and
 * since when it lies in its pool. History that is written down (set-up data, undo) keeps the moment it names.
 */
export function ownedSince({ before, image, changed, now }: HookInput): Stored {
  const owner = image['owner'] ?? null
  const isPooled = owner === null && (image['pool'] ?? null) !== null
  const wasPooled = before !== null && (before['owner'] ?? null) === null && before['pool'] === image['pool']
  const at = now.toISOString()
  return {
    owned_since: owner === null ? null : changed('owner') && !changed('owned_since') ? at : (image['owned_since'] ?? null),
    pooled_at: !isPooled ? null : wasPooled || changed('pooled_at') ? (image['pooled_at'] ?? at) : at,
    ...(owner === null ? { reclaim_at: null } : {}),
  }
}
