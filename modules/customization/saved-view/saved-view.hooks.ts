import { defineHooks } from '@perigon/kernel'

/** What others see first is decided by administrators, and only of views that are shared. */
export const savedViewHooks = defineHooks({
  object: 'saved_view',
  check: ({ op, image, changed, actor }) => {
    const roles = image['default_for'] ?? null
    if ((op !== 'create' && op !== 'update') || !Array.isArray(roles) || roles.length === 0) return []
    if (changed('default_for') && !actor.admin) return [{ path: 'default_for', code: 'administrator' }]
    return image['shared'] === true ? [] : [{ path: 'shared', code: 'required' }]
  },
})
