import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** The working week of the company. One record; days that break the pattern are calendar days. */
export const WorkCalendar = defineObject('work_calendar', {
  module: 'organization',
  path: 'work-calendars',
  label: { one: label('工作周', 'Working week'), many: label('工作周', 'Working weeks') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({ label: label('名称', 'Name'), required: true, max: 60 }),
    weekend: f.multi_select(
      [
        option('monday', '周一', 'Monday'),
        option('tuesday', '周二', 'Tuesday'),
        option('wednesday', '周三', 'Wednesday'),
        option('thursday', '周四', 'Thursday'),
        option('friday', '周五', 'Friday'),
        option('saturday', '周六', 'Saturday'),
        option('sunday', '周日', 'Sunday'),
      ],
      { label: label('每周休息日', 'Free weekdays') },
    ),
  },
  views: {
    list: ['name', 'weekend'],
    form: [{ label: label('工作周', 'Working week'), fields: ['name', 'weekend'] }],
    highlights: ['weekend'],
  },
  navigable: false,
})
export type WorkCalendar = RecordOf<typeof WorkCalendar>
