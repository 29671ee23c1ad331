import type { Json } from '@perigon/contracts'
import { defineHooks, type HookInput, type Stored } from '@perigon/kernel'
import { nextTime, type Rhythm } from './next-time.ts'

const TIMED = ['rhythm', 'weekday', 'month_day', 'hour', 'active'] as const

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

const whole = (value: Json | undefined, usual: number): number => (typeof value === 'number' ? value : usual)

/** When a stored schedule falls due. */
export function rhythmOf(image: Stored): Rhythm {
  const { rhythm } = image
  return {
    rhythm: rhythm === 'daily' || rhythm === 'monthly' ? rhythm : 'weekly',
    weekday: Math.max(0, WEEKDAYS.indexOf(String(image['weekday']))) + 1,
    month_day: whole(image['month_day'], 1),
    hour: whole(image['hour'], 8),
  }
}

function due({ op, image, changed, now, actor }: HookInput): { readonly [field: string]: Json } | undefined {
  if (op !== 'create' && op !== 'restore' && !TIMED.some((field) => changed(field))) return undefined
  return { next_at: image['active'] === true ? nextTime(rhythmOf(image), now, actor.time_zone).toISOString() : null }
}

export const exportScheduleHooks = defineHooks({
  object: 'export_schedule',
  resolve: due,
  check: ({ image }) => (typeof image['object'] === 'string' && image['object'] !== '' ? [] : [{ path: 'object', code: 'required' }]),
})
