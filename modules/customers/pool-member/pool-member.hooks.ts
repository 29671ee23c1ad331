import { defineHooks } from '@perigon/kernel'

const WHO = ['employee', 'team', 'with_department'] as const

/** A membership names exactly one: a person, a team or a department. */
export const poolMemberHooks = defineHooks({
  object: 'pool_member',
  check: ({ image }) => {
    const named = WHO.filter((field) => (image[field] ?? null) !== null)
    if (named.length === 0) return [{ path: 'employee', code: 'required' }]
    return named.slice(1).map((path) => ({ path, code: 'one_of_them' }))
  },
})
