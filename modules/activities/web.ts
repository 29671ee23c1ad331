import type { WebModule } from '@perigon/record-ui'
import { BellOutlined, CalendarOutlined, CheckSquareOutlined, PhoneOutlined, ScheduleOutlined } from '@ant-design/icons'
import { lazy } from 'react'

const Timeline = lazy(async () => ({ default: (await import('./interaction/web/timeline.panel.tsx')).TimelinePanel }))
const MyTasks = lazy(async () => ({ default: (await import('./task/web/my-tasks.card.tsx')).MyTasksCard }))

const Bell = lazy(async () => ({ default: (await import('./notification/web/bell.tsx')).Bell }))
const Inbox = lazy(async () => ({ default: (await import('./notification/web/inbox.page.tsx')).InboxPage }))
const Opened = lazy(async () => ({ default: (await import('./notification/web/opened.page.tsx')).OpenedPage }))
const Preferences = lazy(async () => ({
  default: (await import('./notification-preference/web/preferences.page.tsx')).PreferencesPage,
}))
const Calendar = lazy(async () => ({ default: (await import('./calendar/web/calendar.page.tsx')).CalendarPage }))
const Today = lazy(async () => ({ default: (await import('./today/web/today.page.tsx')).TodayPage }))

/** Activities in the browser. */
export const activitiesWeb: WebModule = {
  key: 'activities',
  label: { zh: '活动', en: 'Activities' },
  icon: CalendarOutlined,
  order: 30,
  objects: {
    customer: { Aside: Timeline },
    contact: { Aside: Timeline },
    opportunity: { Aside: Timeline },
    task: {
      icon: CheckSquareOutlined,
      verbs: (record) => (record['state'] === 'open' || record['state'] === 'doing' ? ['complete'] : []),
      defaults: (me) => (me.employee === null ? {} : { assignee: { id: me.employee.id, title: me.employee.name } }),
    },
    interaction: {
      icon: PhoneOutlined,
      verbs: (record) => ((record['type'] === 'visit' || record['type'] === 'meeting') && record['status'] === 'planned' ? ['invite'] : []),
      defaults: (me) => ({ at: me.now, ...(me.employee === null ? {} : { employee: { id: me.employee.id, title: me.employee.name } }) }),
    },
  },
  pages: [
    {
      path: '/today',
      label: { zh: '今日工作台', en: 'Today’s desk' },
      icon: ScheduleOutlined,
      Page: Today,
      isInNavigation: true,
      needs: 'task',
    },
    {
      path: '/calendar',
      label: { zh: '日历', en: 'Calendar' },
      icon: CalendarOutlined,
      Page: Calendar,
      isInNavigation: true,
      needs: 'task',
    },
    {
      path: '/notifications',
      label: { zh: '通知', en: 'Notifications' },
      icon: BellOutlined,
      Page: Inbox,
      isInNavigation: false,
      needs: 'notification',
    },
    {
      path: '/notifications/open',
      label: { zh: '通知', en: 'Notification' },
      icon: BellOutlined,
      Page: Opened,
      isInNavigation: false,
      needs: 'notification',
    },
    {
      path: '/notifications/preferences',
      label: { zh: '通知设置', en: 'Notification preferences' },
      icon: BellOutlined,
      Page: Preferences,
      isInNavigation: false,
      needs: 'notification_preference',
    },
  ],
  top: [{ key: 'bell', needs: 'notification', Item: Bell }],
  home: [{ key: 'my-tasks', needs: 'task', Card: MyTasks }],
}
