import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const Notification = defineObject('notification', {
  module: 'activities',
  path: 'notifications',
  label: { one: label('通知', 'Notification'), many: label('通知', 'Notifications') },
  title: 'title',
  access: 'personal',
  fields: {
    kind: f.select(
      [
        option('todo', '待办', 'To do', { color: 'blue' }),
        option('mention', '提及', 'Mention', { color: 'purple' }),
        option('record', '记录变更', 'Record changed', { color: 'cyan' }),
        option('job', '后台任务', 'Background job', { color: 'gold' }),
        option('system', '系统', 'System', { color: 'default' }),
      ],
      { label: label('类型', 'Kind'), required: true, default: 'system' },
    ),
    title: f.text({ label: label('标题', 'Title'), required: true }),
    body: f.long_text({ label: label('内容', 'Body'), max: 4000 }),
    link_object: f.text({ label: label('关联对象', 'Object'), max: 60 }),
    link_record: f.text({ label: label('关联记录', 'Record'), max: 60 }),
    read_at: f.datetime({ label: label('阅读时间', 'Read at') }),
  },
  views: {
    list: ['title', 'kind', 'created_at', 'read_at'],
    sort: ['-created_at'],
    form: [{ label: label('通知', 'Notification'), fields: ['kind', 'title', 'body', 'link_object', 'link_record', 'read_at'] }],
    highlights: ['kind', 'created_at', 'read_at'],
  },
  navigable: false,
})
export type Notification = RecordOf<typeof Notification>
