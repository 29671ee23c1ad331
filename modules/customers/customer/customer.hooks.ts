import type { Issue } from '@perigon/contracts'
import { defineHooks, type HookInput, type Stored } from '@perigon/kernel'
import { normalizeCompanyName } from './company-name.ts'
import { ownedSince } from './owned-since.ts'

/** Fields that make a customer complete, and how much each counts. */
export const COMPLETENESS_WEIGHTS = {
  credit_code: 2,
  customer_type: 1,
  industry: 2,
  region: 2,
  ownership_type: 1,
  employee_count: 1,
  annual_revenue: 1,
  founded_on: 1,
  phone: 2,
  website: 1,
  address: 2,
  source: 1,
  owner: 2,
} as const

/** Stages of the life cycle in the order in which a relationship grows; dormant, won back and lost stand beside it. */
const GROWTH = ['target', 'prospect', 'opportunity', 'signed', 'end_user', 'repeat'] as const

export const customerHooks = defineHooks({
  object: 'customer',
  own: {
    reads: [...Object.keys(COMPLETENESS_WEIGHTS), 'name', 'pool', 'lifecycle_stage'],
    sets: ['owned_since', 'pooled_at', 'reclaim_at', 'name_normalized', 'completeness', 'lifecycle_reason'],
  },
  resolve: ({ image, changed, ...rest }) => ({
    ...ownedSince({ image, changed, ...rest }),
    name_normalized: typeof image['name'] === 'string' ? normalizeCompanyName(image['name']) : null,
    completeness: completeness(image),
    ...(changed('lifecycle_stage') && !changed('lifecycle_reason') ? { lifecycle_reason: null } : {}),
  }),
  check: (input) => [...lifecycleIssues(input)],
})

/** Share of the weighted fields that are filled, in percent with two decimals. */
export function completeness(image: Stored): string {
  const entries = Object.entries(COMPLETENESS_WEIGHTS)
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  const filled = entries.reduce((sum, [field, weight]) => sum + (isFilled(image[field]) ? weight : 0), 0)
  return (Math.round((filled * 10_000) / total) / 100).toFixed(2)
}

function isFilled(value: Stored[string] | undefined): boolean {
  return value !== undefined && value !== null && value !== ''
}

/** Going back to an earlier stage, or back from lost, needs a reason; files and set-up data carry history and do not. */
function lifecycleIssues({ before, image, changed, cause }: HookInput): readonly Issue[] {
  if (before === null || !changed('lifecycle_stage') || cause.kind === 'import' || cause.kind === 'seed' || cause.kind === 'undo') return []
  return isDemotion(before['lifecycle_stage'], image['lifecycle_stage']) && !isFilled(image['lifecycle_reason'])
    ? [{ path: 'lifecycle_reason', code: 'reason_required' }]
    : []
}

function isDemotion(from: Stored[string] | undefined, to: Stored[string] | undefined): boolean {
  const [place, next] = [rank(from), rank(to)]
  return next >= 0 && (from === 'lost' || next < place)
}

function rank(stage: Stored[string] | undefined): number {
  return GROWTH.findIndex((known) => known === stage)
}
