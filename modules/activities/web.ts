import type { WebModule } from '@perigon/record-ui'
import { CalendarOutlined, CheckSquareOutlined, PhoneOutlined } from '@ant-design/icons'
import { lazy } from 'react'

const Timeline = lazy(async () => ({ default: (await import('./interaction/web/timeline.panel.tsx')).TimelinePanel }))
const MyTasks = lazy(async () => ({ default: (await import('./task/web/my-tasks.card.tsx')).MyTasksCard }))

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
      defaults: (me) => ({ at: me.now, ...(me.employee === null ? {} : { employee: { id: me.employee.id, title: me.employee.name } }) }),
    },
  },
  home: [{ key: 'my-tasks', needs: 'task', Card: MyTasks }],
}
