import { defineHooks } from '@perigon/kernel'

/** A department may not end before it begins. */
export const departmentHooks = defineHooks({
  object: 'department',
  check: ({ image }) => {
    const { valid_from: from, valid_to: to } = image
    if (typeof from !== 'string' || typeof to !== 'string' || to >= from) return []
    return [{ path: 'valid_to', code: 'after', data: { field: { zh: '生效日期', en: 'Valid from' } } }]
  },
})
