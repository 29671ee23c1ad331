import { defineHooks } from '@perigon/kernel'

/** Where nobody ever works nothing falls due; one weekday has to remain. */
export const workCalendarHooks = defineHooks({
  object: 'work_calendar',
  check: ({ image }) => {
    const weekend = image['weekend']
    return Array.isArray(weekend) && weekend.length > 6 ? [{ path: 'weekend', code: 'no_working_day' }] : []
  },
})
