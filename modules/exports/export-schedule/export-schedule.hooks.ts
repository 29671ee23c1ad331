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

type Derived = { readonly [field: string]: Json }

function due({ op, image, changed, now, actor }: HookInput): Derived {
  if (op !== 'create' && op !== 'restore' && !TIMED.some((field) => changed(field))) return {}
  return { next_at: image['active'] === true ? nextTime(rhythmOf(image), now, actor.time_zone).toISOString() : null }
}

/** Somebody switched it on or off, or changed what is made: what failed before says nothing of what comes. */
function afresh({ op, image, changed }: HookInput): Derived {
  if (op === 'create') return { failures: 0 }
  const isSwitched = changed('active') && !changed('paused_why')
  const isOther = changed('query') || changed('format')
  return {
    ...(isSwitched || (isOther && image['active'] === true) ? { failures: 0 } : {}),
    ...(isSwitched ? { paused_why: null } : {}),
  }
}

function derived(input: HookInput): Derived | undefined {
  const values = { ...due(input), ...afresh(input) }
  return Object.keys(values).length === 0 ? undefined : values
}

export const exportScheduleHooks = defineHooks({
  object: 'export_schedule',
  resolve: derived,
  check: ({ image }) => (typeof image['object'] === 'string' && image['object'] !== '' ? [] : [{ path: 'object', code: 'required' }]),
})
