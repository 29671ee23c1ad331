import { defineHooks } from '@perigon/kernel'

/** Fields only one of the two objects has. */
const OF_ONE: { readonly [field: string]: string } = { credit_code: 'customer', website: 'customer', mobile: 'contact', wechat: 'contact' }

/** How alike names must be where nobody says it. */
const USUAL_THRESHOLD = 90

export const duplicateRuleHooks = defineHooks({
  object: 'duplicate_rule',
  // Only what compares alike has a threshold; beside “equal” it would say that 90 % is enough.
  resolve: ({ image }) => ({ threshold: image['compare'] === 'alike' ? (image['threshold'] ?? USUAL_THRESHOLD) : null }),
  check: ({ image }) => [
    // A rule over a field that is not there would stand in the list and never find anything.
    ...((OF_ONE[String(image['field'])] ?? image['target']) === image['target']
      ? []
      : ([{ path: 'field', code: 'unknown_field' }] as const)),
    ...(image['compare'] === 'alike' && image['field'] !== 'name' ? ([{ path: 'compare', code: 'alike_field' }] as const) : []),
    // What only looks alike is for people to judge.
    ...(image['compare'] === 'alike' && image['response'] === 'block' ? ([{ path: 'response', code: 'alike_blocks' }] as const) : []),
    ...(image['compare'] === 'domain' && image['field'] !== 'email' && image['field'] !== 'website'
      ? ([{ path: 'compare', code: 'domain_field' }] as const)
      : []),
  ],
})
