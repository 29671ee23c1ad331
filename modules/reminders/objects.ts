export { ReminderRule } from './reminder-rule/reminder-rule.object.ts'
