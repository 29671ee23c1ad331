import { defineHooks } from '@perigon/kernel'
import { networkIssues } from './networks.ts'

/** Networks that nothing understands are refused when they are written. */
export const signInPolicyHooks = defineHooks({
  object: 'sign_in_policy',
  check: ({ image }) => networkIssues(image['networks']),
})
