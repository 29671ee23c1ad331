import { defineHooks, type HookInput } from '@perigon/kernel'
import { contactMoveLabel } from './contact-move-label.ts'

/** Files and set-up data tell what was; they are not asked to use actions. */
const TELLS_HISTORY: readonly string[] = ['import', 'seed', 'undo', 'merge']

export const contactHooks = defineHooks({
  object: 'contact',
  own: { reads: ['customer'], sets: [] },
  check: (input) => (movesByHand(input) ? [{ path: 'customer', code: 'use_verb', data: { verb: contactMoveLabel } }] : []),
  follow: ({ op, image, cause }) => {
    if (op !== 'create' || cause.kind === 'seed' || typeof image['id'] !== 'string' || typeof image['customer'] !== 'string') return []
    return [
      {
        object: 'contact_position',
        op: 'create',
        patch: {
          contact: image['id'],
          customer: image['customer'],
          title: image['title'] ?? null,
          owner: image['owner'] ?? null,
          is_primary: true,
        },
      },
    ]
  },
})

/** A new employer is a move, which ends one position and begins another; only the action keeps both. */
function movesByHand({ before, image, changed, cause }: HookInput): boolean {
  if (before === null || !changed('customer') || cause.kind === 'verb' || TELLS_HISTORY.includes(cause.kind)) return false
  return typeof before['customer'] === 'string' && image['customer'] !== before['customer']
}
