import type { Issue } from '@perigon/contracts'
import { defineHooks } from '@perigon/kernel'

/** A delegation ends after it begins and is not to oneself. */
export const delegationHooks = defineHooks({
  object: 'delegation',
  check: ({ image }) => {
    const issues: Issue[] = []
    const { start, end, from_employee: from, to_employee: to } = image
    if (typeof start === 'string' && typeof end === 'string' && end < start)
      issues.push({ path: 'end', code: 'after', data: { field: { zh: '开始', en: 'From' } } })
    if (typeof from === 'string' && from === to) issues.push({ path: 'to_employee', code: 'cycle' })
    return issues
  },
})
