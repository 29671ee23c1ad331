import { BellOutlined, NotificationOutlined } from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'
import { lazy } from 'react'

const RemindersPage = lazy(async () => ({ default: (await import('./web/reminders.page.tsx')).RemindersPage }))
const ReminderLine = lazy(async () => ({ default: (await import('./web/reminder-line.tsx')).ReminderLine }))

/** Reminders in the browser: the rules with their log, and the next reminder on a record. */
export const remindersWeb: WebModule = {
  key: 'reminders',
  label: { zh: '提醒', en: 'Reminders' },
  icon: BellOutlined,
  order: 35,
  lines: [
    {
      key: 'next-reminder',
      suits: ({ fields }) => fields.some(({ key, target }) => key === 'owner' && target === 'employee'),
      Line: ReminderLine,
    },
  ],
  pages: [
    {
      path: '/reminders',
      label: { zh: '提醒规则', en: 'Reminder rules' },
      icon: NotificationOutlined,
      Page: RemindersPage,
      isInNavigation: true,
      needs: 'reminder_rule',
    },
  ],
}
