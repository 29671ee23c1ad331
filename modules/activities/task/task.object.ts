import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const TASK_STATES = [
  option('open', '未开始', 'Open', { color: 'default' }),
  option('doing', '进行中', 'In progress', { color: 'blue' }),
  option('done', '完成', 'Done', { color: 'green' }),
  option('cancelled', '取消', 'Cancelled', { color: 'default' }),
] as const

export const Task = defineObject('task', {
  module: 'activities',
  path: 'tasks',
  label: { one: label('任务', 'Task'), many: label('任务', 'Tasks') },
  title: 'subject',
  access: 'owned',
  follows: ['customer', 'opportunity'],
  fields: {
    subject: f.text({ label: label('主题', 'Subject'), required: true, search: 'words', synonyms: ['title', 'task', '任务名称'] }),
    kind: f.select(
      [
        option('todo', '待办', 'To do', { color: 'default' }),
        option('call', '电话', 'Call', { color: 'blue' }),
        option('visit', '拜访', 'Visit', { color: 'green' }),
        option('mail', '邮件', 'Mail', { color: 'cyan' }),
        option('approve', '审批', 'Approve', { color: 'purple' }),
        option('inspect', '检查', 'Inspect', { color: 'gold' }),
      ],
      { label: label('类型', 'Kind'), required: true, default: 'todo' },
    ),
    due_at: f.datetime({ label: label('截止时间', 'Due'), synonyms: ['due', 'due_date', '截止日期', '到期时间'] }),
    priority: f.select(
      [
        option('high', '高', 'High', { color: 'red' }),
        option('normal', '中', 'Normal', { color: 'blue' }),
        option('low', '低', 'Low', { color: 'default' }),
      ],
      { label: label('优先级', 'Priority'), required: true, default: 'normal' },
    ),
    assignee: f.link('employee', {
      label: label('执行人', 'Assignee'),
      required: true,
      reverse: { key: 'tasks', label: label('任务', 'Tasks') },
    }),
    // Overdue is a question to the clock, so it is asked by queries and never stored.
    state: f.select(TASK_STATES, { label: label('状态', 'State'), required: true, default: 'open' }),
    done_at: f.datetime({ label: label('完成时间', 'Done at'), computed: true }),
    result: f.text({ label: label('结果', 'Result'), max: 500 }),
    customer: f.link('customer', {
      label: label('客户', 'Customer'),
      reverse: { key: 'tasks', label: label('任务', 'Tasks') },
      synonyms: ['account', 'company', '客户名称'],
    }),
    contact: f.link('contact', {
      label: label('联系人', 'Contact'),
      on_delete: 'clear',
      reverse: { key: 'tasks', label: label('任务', 'Tasks') },
    }),
    opportunity: f.link('opportunity', {
      label: label('商机', 'Opportunity'),
      on_delete: 'clear',
      reverse: { key: 'tasks', label: label('任务', 'Tasks') },
    }),
    description: f.long_text({ label: label('说明', 'Description') }),
  },
  indexes: [['assignee', 'state', 'due_at'], ['customer'], ['opportunity']],
  transitions: {
    state: {
      open: ['doing', 'done', 'cancelled'],
      doing: ['open', 'done', 'cancelled'],
      done: ['open'],
      cancelled: ['open'],
    },
  },
  views: {
    list: ['subject', 'kind', 'due_at', 'priority', 'state', 'customer', 'opportunity', 'assignee'],
    sort: ['due_at'],
    form: [
      { label: label('任务', 'Task'), fields: ['subject', 'kind', 'due_at', 'priority', 'assignee', 'state'] },
      { label: label('相关', 'About'), fields: ['customer', 'contact', 'opportunity'] },
      { label: label('内容', 'Content'), fields: ['description', 'result'] },
    ],
    quick: ['subject', 'kind', 'due_at', 'priority', 'assignee', 'customer', 'opportunity'],
    highlights: ['state', 'due_at', 'priority', 'assignee', 'customer', 'opportunity'],
    board: { by: 'state', card: ['subject', 'due_at', 'priority', 'customer', 'assignee'] },
  },
  navigable: true,
})
export type Task = RecordOf<typeof Task>
