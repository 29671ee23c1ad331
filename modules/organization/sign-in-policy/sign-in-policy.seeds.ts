import type { Seed } from '@perigon/kernel'

/** The one record of the policy; its values are the defaults of the definition until somebody changes them. */
export const signInPolicySeeds: readonly Seed[] = [
  { object: 'sign_in_policy', id: '01900000-0000-7000-8000-000000020001', values: { name: '登录策略' } },
]
