import { storyId } from './identity.ts'
import { create, type StoryCommand } from './story-command.ts'

/** 谢浩然 keeps the system. */
const KEEPER = storyId('user', 9)

const QUIET = {
  filter: {
    and: [
      {
        has_no: 'interactions',
        where: {
          and: [
            { field: 'type', op: 'in', value: ['visit'] },
            { field: 'at', op: 'within', value: { period: 'last_n_days', n: 90 } },
          ],
        },
      },
      {
        aggregate: {
          relation: 'opportunities',
          fn: 'sum',
          field: 'amount',
          where: { field: 'expected_close', op: 'within', value: { period: 'last_n_months', n: 12 } },
        },
        op: 'gte',
        value: 100_000,
      },
    ],
  },
  columns: ['name', 'customer_type', 'region', 'owner', 'last_contact_at'],
} as const

const OVERDUE = {
  and: [
    { field: 'due_at', op: 'before', value: { period: 'today' } },
    { field: 'state', op: 'in', value: ['open', 'doing'] },
  ],
} as const

const TASKS = {
  layout: 'calendar',
  by: 'due_at',
  span: 'month',
  formats: [{ name: '逾期', condition: OVERDUE, tone: 'danger', column: null }],
} as const

/** Views that everybody finds: good customers nobody visited lately, and tasks on a calendar with the overdue in red. */
export function* viewCommands(): Iterable<StoryCommand> {
  const shared = { owner: KEEPER, shared: true }
  yield create('saved_view', storyId('saved_view', 0), { ...shared, object: 'customer', name: '三个月未拜访的大客户', config: QUIET })
  yield create('saved_view', storyId('saved_view', 1), { ...shared, object: 'task', name: '任务日历', config: TASKS })
}
