import type { Issue } from '@perigon/contracts'
import { defineHooks, type Stored } from '@perigon/kernel'

/** A reminder comes after the count begins; and since when a rule is on decides how early it may strike. */
export const poolRuleHooks = defineHooks({
  object: 'pool_rule',
  resolve: ({ image, changed, now }) => {
    if (image['active'] !== true) return { active_since: null }
    return changed('active') && !changed('active_since') ? { active_since: now.toISOString() } : undefined
  },
  check: ({ image }) => [...tooEarly(image, 'remind_before'), ...tooEarly(image, 'manager_before')],
})

function tooEarly(image: Stored, field: string): readonly Issue[] {
  const [before, days] = [image[field], image['days']]
  return typeof before === 'number' && typeof days === 'number' && before >= days
    ? [{ path: field, code: 'too_large', data: { max: days - 1 } }]
    : []
}
