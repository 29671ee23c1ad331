import type { Json } from '@perigon/contracts'

/** The fields that matter for a file made at this rhythm. */
export function scheduleFields(rhythm: Json): readonly string[] {
  const day = rhythm === 'weekly' ? ['weekday'] : rhythm === 'monthly' ? ['month_day'] : []
  return ['name', 'format', 'rhythm', ...day, 'hour', 'working_days']
}
