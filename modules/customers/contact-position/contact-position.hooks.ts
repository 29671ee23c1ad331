import type { Issue } from '@perigon/contracts'
import { defineHooks } from '@perigon/kernel'

export const contactPositionHooks = defineHooks({
  object: 'contact_position',
  reads: ['contact', 'customer'],
  resolve: ({ linked }) => {
    const names = [linked('contact')?.['name'], linked('customer')?.['name']].filter((name) => typeof name === 'string')
    return { name: names.join(' · ') }
  },
  check: ({ image }) => {
    const issues: Issue[] = []
    const { start, end, contact, reports_to: superior } = image
    if (typeof start === 'string' && typeof end === 'string' && end < start) {
      issues.push({ path: 'end', code: 'after', data: { field: { zh: '开始日期', en: 'Start' } } })
    }
    if (typeof superior === 'string' && superior === contact) issues.push({ path: 'reports_to', code: 'cycle' })
    return issues
  },
})
