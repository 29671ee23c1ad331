import { defineModule } from '@perigon/kernel'
import { ReminderRule } from './objects.ts'
import { reminderRuleGuard } from './reminder-rule/reminder-rule.guard.ts'
import { reminderRuleHooks } from './reminder-rule/reminder-rule.hooks.ts'

export const reminders = defineModule({
  name: 'reminders',
  needs: ['organization', 'pools'],
  objects: [ReminderRule],
  hooks: [reminderRuleHooks],
  guards: [reminderRuleGuard],
})
