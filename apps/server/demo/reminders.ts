import { storyId } from './identity.ts'
import { create, type StoryCommand } from './story-command.ts'

/** Two ladders that are on: opportunities that stand still, and tasks nobody did. The sales director hears of what stays. */
export function* reminderCommands(): Iterable<StoryCommand> {
  yield create('reminder_rule', storyId('reminder_rule', 0), {
    name: '商机停在同一阶段 35 个工作日',
    name_en: 'Opportunity in one stage for 35 working days',
    object: 'opportunity',
    condition: { field: 'state', op: 'eq', value: 'open' },
    date_field: 'stage_entered_at',
    counting: 'working',
    from_creation: true,
    steps: [
      { key: 'a', after: 35, tell: 'owner' },
      { key: 'b', after: 40, tell: 'manager' },
      { key: 'c', after: 50, tell: 'person', person: storyId('employee', 1) },
    ],
    active: true,
  })
  yield create('reminder_rule', storyId('reminder_rule', 1), {
    name: '任务逾期',
    name_en: 'Task overdue',
    object: 'task',
    condition: { field: 'state', op: 'in', value: ['open', 'doing'] },
    date_field: 'due_at',
    counting: 'working',
    from_creation: false,
    steps: [
      { key: 'a', after: 1, tell: 'owner' },
      { key: 'b', after: 3, tell: 'manager' },
    ],
    active: true,
  })
}
