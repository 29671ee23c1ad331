import { defineObject, f, label, option, type RecordOf } from '@perigon/define'
import { EXPORT_FORMATS } from '../export-run/export-run.object.ts'

/** A file that is made again and again, with its owner's rights as they are at that moment. */
export const ExportSchedule = defineObject('export_schedule', {
  module: 'exports',
  path: 'export-schedules',
  label: { one: label('定期导出', 'Scheduled export'), many: label('定期导出', 'Scheduled exports') },
  title: 'name',
  access: 'personal',
  fields: {
    name: f.text({ label: label('名称', 'Name'), required: true, max: 100 }),
    // Filled by the list the schedule is made from; the hooks demand it.
    object: f.text({ label: label('对象', 'Object'), max: 60 }),
    format: f.select(EXPORT_FORMATS, { label: label('格式', 'Format'), required: true, default: 'xlsx' }),
    query: f.json({
      label: label('范围', 'Which records'),
      help: label('筛选、排序和列', 'Filter, order and columns'),
      required: true,
      default: {},
    }),
    rhythm: f.select(
      [
        option('daily', '每天', 'Every day'),
        option('weekly', '每周', 'Every week', { color: 'blue' }),
        option('monthly', '每月', 'Every month', { color: 'purple' }),
      ],
      { label: label('频率', 'How often'), required: true, default: 'weekly' },
    ),
    weekday: f.select(
      [
        option('monday', '周一', 'Monday'),
        option('tuesday', '周二', 'Tuesday'),
        option('wednesday', '周三', 'Wednesday'),
        option('thursday', '周四', 'Thursday'),
        option('friday', '周五', 'Friday'),
        option('saturday', '周六', 'Saturday'),
        option('sunday', '周日', 'Sunday'),
      ],
      { label: label('星期几', 'Weekday'), help: label('用于每周', 'For every week'), default: 'monday' },
    ),
    month_day: f.integer({
      label: label('几号', 'Day of the month'),
      help: label('当月没有这一天时取最后一天；用于每月', 'The last day where a month is shorter; for every month'),
      min: 1,
      max: 31,
      default: 1,
    }),
    hour: f.integer({ label: label('几点', 'Hour'), required: true, min: 0, max: 23, default: 8 }),
    working_days: f.boolean({
      label: label('仅工作日', 'On working days only'),
      help: label('遇休息日顺延到下一个工作日', 'On a free day it waits for the next working day'),
      required: true,
      default: true,
    }),
    active: f.boolean({ label: label('启用', 'Active'), required: true, default: true }),
    next_at: f.datetime({ label: label('下次时间', 'Next'), computed: true }),
    last_at: f.datetime({ label: label('上次时间', 'Last'), computed: true }),
    failures: f.integer({ label: label('连续失败次数', 'Failures in a row'), computed: true }),
    // The code of the last failure of those that paused it; the words are in export-failure.options.ts.
    paused_why: f.text({ label: label('自动暂停原因', 'Paused because'), computed: true, max: 200 }),
  },
  indexes: [['next_at']],
  views: {
    list: ['name', 'object', 'format', 'rhythm', 'hour', 'active', 'next_at', 'last_at'],
    sort: ['name'],
    form: [
      {
        label: label('定期导出', 'Scheduled export'),
        fields: ['name', 'object', 'format', 'rhythm', 'weekday', 'month_day', 'hour', 'working_days', 'active', 'next_at', 'last_at'],
      },
    ],
    quick: ['name', 'format', 'rhythm', 'weekday', 'month_day', 'hour', 'working_days'],
    highlights: ['rhythm', 'active', 'next_at', 'last_at'],
  },
  navigable: false,
})
export type ExportSchedule = RecordOf<typeof ExportSchedule>
