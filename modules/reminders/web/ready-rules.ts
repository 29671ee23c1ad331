import type { Label } from '@perigon/contracts'
import type { Step, Tell } from '../reminder-rule/steps.options.ts'
import type { Draft } from './reminder.queries.ts'

const step = (key: string, after: number, tell: Tell): Step => ({ key, after, tell, person: null, role: null, pool: null })

export type ReadyRule = { readonly name: Label; readonly draft: Draft }

const OPEN_TASK = { field: 'state', op: 'in', value: ['open', 'doing'] } as const

/** Rules that most companies begin with. */
export const READY_RULES: readonly ReadyRule[] = [
  {
    name: { zh: '客户 10 个工作日未联系', en: 'Customer without contact for 10 working days' },
    draft: {
      object: 'customer',
      condition: null,
      date_field: 'last_contact_at',
      counting: 'working',
      from_creation: true,
      steps: [step('a', 10, 'owner'), step('b', 15, 'manager')],
    },
  },
  {
    name: { zh: '商机停在同一阶段', en: 'Opportunity stuck in its stage' },
    draft: {
      object: 'opportunity',
      condition: { field: 'state', op: 'eq', value: 'open' },
      date_field: 'stage_entered_at',
      counting: 'working',
      from_creation: true,
      steps: [step('a', 15, 'owner'), step('b', 25, 'manager')],
    },
  },
  {
    name: { zh: '任务逾期', en: 'Task overdue' },
    draft: {
      object: 'task',
      condition: OPEN_TASK,
      date_field: 'due_at',
      counting: 'working',
      from_creation: false,
      steps: [step('a', 1, 'owner'), step('b', 3, 'manager')],
    },
  },
]

/** A rule without anything in it yet. */
export const BLANK: Draft = {
  object: 'customer',
  condition: null,
  date_field: 'last_contact_at',
  counting: 'working',
  from_creation: true,
  steps: [step('a', 5, 'owner')],
}
