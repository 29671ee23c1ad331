import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** The types there are; a new one is a line here. */
export const NOTIFICATION_KINDS = [
  option('todo', '待办', 'To do', { color: 'blue' }),
  option('mention', '提及', 'Mention', { color: 'purple' }),
  option('record', '记录变更', 'Record changed', { color: 'cyan' }),
  option('job', '后台任务', 'Background job', { color: 'gold' }),
  option('system', '系统', 'System', { color: 'default' }),
] as const

/** Not dealt with. */
export const OPEN = { field: 'done_at', op: 'empty' } as const
/** Neither looked at nor dealt with. */
export const UNREAD = { and: [OPEN, { field: 'read_at', op: 'empty' }] } as const

export const Notification = defineObject('notification', {
  module: 'activities',
  path: 'notifications',
  label: { one: label('通知', 'Notification'), many: label('通知', 'Notifications') },
  title: 'title',
  access: 'personal',
  fields: {
    kind: f.select(NOTIFICATION_KINDS, { label: label('类型', 'Kind'), required: true, default: 'system' }),
    title: f.text({ label: label('标题', 'Title'), required: true, search: true }),
    body: f.long_text({ label: label('内容', 'Body'), max: 4000, search: true }),
    link_object: f.text({ label: label('关联对象', 'Object'), max: 60 }),
    link_record: f.text({ label: label('关联记录', 'Record'), max: 60 }),
    // What tells of many records opens the list of them.
    link_filter: f.json({ label: label('关联列表条件', 'Condition of the list') }),
    read_at: f.datetime({ label: label('阅读时间', 'Read at') }),
    // Done is not read: what was looked at may still have to be dealt with.
    done_at: f.datetime({ label: label('处理时间', 'Done at') }),
  },
  indexes: [['owner', 'created_at'], ['created_at']],
  views: {
    list: ['title', 'kind', 'created_at', 'read_at', 'done_at'],
    sort: ['-created_at'],
    form: [
      {
        label: label('通知', 'Notification'),
        fields: ['kind', 'title', 'body', 'link_object', 'link_record', 'link_filter', 'read_at', 'done_at'],
      },
    ],
    highlights: ['kind', 'created_at', 'read_at'],
  },
  navigable: false,
})
export type Notification = RecordOf<typeof Notification>
