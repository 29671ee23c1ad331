import { defineHooks } from '@perigon/kernel'

/** An employee cannot leave before joining. */
export const employeeHooks = defineHooks({
  object: 'employee',
  check: ({ image }) => {
    const { joined_on: joined, left_on: left } = image
    if (typeof joined !== 'string' || typeof left !== 'string' || left >= joined) return []
    return [{ path: 'left_on', code: 'after', data: { field: { zh: '入职日期', en: 'Joined on' } } }]
  },
})
