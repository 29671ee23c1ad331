import { isId, type Issue } from '@perigon/contracts'
import { defineHooks } from '@perigon/kernel'

const GRANTEES = ['employee', 'team', 'with_department', 'branch', 'partner'] as const

/** A share names one record and exactly one grantee. */
export const recordShareHooks = defineHooks({
  object: 'record_share',
  check: ({ image }) => {
    const issues: Issue[] = []
    const named = GRANTEES.filter((key) => typeof image[key] === 'string')
    if (named.length === 0) issues.push({ path: 'employee', code: 'required' })
    for (const extra of named.slice(1)) issues.push({ path: extra, code: 'read_only' })
    if (!isId(image['record'])) issues.push({ path: 'record', code: 'link' })
    return issues
  },
})
