import type { Issue } from '@perigon/contracts'
import { defineHooks } from '@perigon/kernel'
import { wrongCondition } from './rule-condition.ts'
import { readSteps } from './steps.ts'

/** A ladder climbs, and a condition is one; whether what they name exists is asked by the guard and by the preview. */
export const reminderRuleHooks = defineHooks({
  object: 'reminder_rule',
  check: ({ image, changed }) => {
    const steps = image['steps'] ?? null
    const ladder = steps !== null && (changed('steps') || changed('object')) ? readSteps(steps, image['object']).wrong : undefined
    const condition = changed('condition') ? wrongCondition(image['condition']) : null
    return [
      ...(ladder === undefined ? [] : [{ path: 'steps', code: 'refused', data: { why: ladder } } satisfies Issue]),
      ...(condition === null ? [] : [{ path: 'condition', code: 'refused', data: { why: condition } } satisfies Issue]),
    ]
  },
})
