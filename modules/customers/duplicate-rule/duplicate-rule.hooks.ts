import { defineHooks } from '@perigon/kernel'

export const duplicateRuleHooks = defineHooks({
  object: 'duplicate_rule',
  check: ({ image }) => [
    // What only looks alike is for people to judge.
    ...(image['compare'] === 'alike' && image['response'] === 'block' ? ([{ path: 'response', code: 'alike_blocks' }] as const) : []),
    ...(image['compare'] === 'domain' && image['field'] !== 'email' && image['field'] !== 'website'
      ? ([{ path: 'compare', code: 'domain_field' }] as const)
      : []),
  ],
})
