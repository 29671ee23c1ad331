import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const INTERACTION_TYPES = [
  option('visit', '拜访', 'Visit', { color: 'green', synonyms: ['上门', '走访'] }),
  option('call', '电话', 'Call', { color: 'blue', synonyms: ['phone', '致电'] }),
  option('meeting', '会议', 'Meeting', { color: 'purple' }),
  option('email', '邮件', 'E-mail', { color: 'cyan', synonyms: ['mail'] }),
  option('sms', '短信', 'SMS', { color: 'gold' }),
  option('fax', '传真', 'Fax', { color: 'default' }),
  option('chat', '在线沟通', 'Chat', { color: 'cyan', synonyms: ['微信', 'wechat', '在线'] }),
  option('web', '网页', 'Web', { color: 'default' }),
  option('portal', '门户', 'Portal', { color: 'default' }),
  option('greeting', '祝福', 'Greeting', { color: 'gold', synonyms: ['问候', '生日祝福', 'birthday'] }),
  option('note', '记录', 'Note', { color: 'default', synonyms: ['备忘', 'memo'] }),
] as const

export const Interaction = defineObject('interaction', {
  module: 'activities',
  path: 'interactions',
  label: { one: label('联系记录', 'Interaction'), many: label('联系记录', 'Interactions') },
  title: 'subject',
  access: 'owned',
  follows: ['customer', 'opportunity'],
  private: 'private',
  fields: {
    type: f.select(INTERACTION_TYPES, { label: label('方式', 'Type'), required: true, default: 'note' }),
    // Taken from the first line of the body when left blank: a call is logged in one box.
    subject: f.text({ label: label('主题', 'Subject'), search: 'words', synonyms: ['title', '标题'] }),
    body: f.long_text({ label: label('内容', 'Body'), search: 'words', synonyms: ['content', 'note', '沟通内容', '跟进内容'] }),
    at: f.datetime({ label: label('时间', 'At'), required: true, synonyms: ['date', '联系时间', '跟进时间'] }),
    direction: f.select([option('out', '呼出', 'Outgoing'), option('in', '呼入', 'Incoming'), option('internal', '内部', 'Internal')], {
      label: label('方向', 'Direction'),
      required: true,
      default: 'out',
    }),
    duration_s: f.duration({ label: label('时长', 'Duration') }),
    customer: f.link('customer', {
      label: label('客户', 'Customer'),
      reverse: { key: 'interactions', label: label('联系记录', 'Interactions') },
      synonyms: ['account', 'company', '客户名称'],
    }),
    contact: f.link('contact', {
      label: label('联系人', 'Contact'),
      on_delete: 'clear',
      reverse: { key: 'interactions', label: label('联系记录', 'Interactions') },
    }),
    participants: f.text({ label: label('其他参与人', 'Other participants'), max: 500 }),
    opportunity: f.link('opportunity', {
      label: label('商机', 'Opportunity'),
      on_delete: 'clear',
      reverse: { key: 'interactions', label: label('联系记录', 'Interactions') },
    }),
    employee: f.link('employee', {
      label: label('联系员工', 'Employee'),
      reverse: { key: 'interactions', label: label('联系记录', 'Interactions') },
    }),
    status: f.select(
      [
        option('planned', '计划', 'Planned', { color: 'blue' }),
        option('queued', '排队', 'Queued', { color: 'default' }),
        option('sent', '已发', 'Sent', { color: 'cyan' }),
        option('delivered', '送达', 'Delivered', { color: 'cyan' }),
        option('done', '完成', 'Done', { color: 'green' }),
        option('failed', '失败', 'Failed', { color: 'red' }),
        option('cancelled', '取消', 'Cancelled', { color: 'default' }),
      ],
      { label: label('状态', 'Status'), required: true, default: 'done' },
    ),
    outcome: f.text({ label: label('结果', 'Outcome'), max: 500 }),
    next_step: f.text({ label: label('下一步', 'Next step'), max: 500 }),
    // Set by the verb; to set it is to invite.
    invited_at: f.datetime({ label: label('邀请时间', 'Invited') }),
    invitation: f.integer({
      label: label('邀请版本', 'Invitation version'),
      help: label('邀请发出后每次变更加一', 'Grows with each change that is told to the guest'),
      computed: true,
      internal: true,
    }),
    // In no form yet: nothing keeps others from reading a private record until row rules per record exist.
    private: f.boolean({ label: label('私密', 'Private'), required: true, default: false }),
  },
  indexes: [['customer', 'at'], ['contact'], ['opportunity', 'at'], ['employee', 'at'], ['at']],
  views: {
    list: ['subject', 'type', 'at', 'customer', 'contact', 'opportunity', 'employee', 'outcome'],
    sort: ['-at'],
    form: [
      { label: label('联系', 'Interaction'), fields: ['type', 'subject', 'at', 'direction', 'duration_s', 'status'] },
      { label: label('对象', 'With whom'), fields: ['customer', 'contact', 'participants', 'opportunity', 'employee'] },
      { label: label('内容', 'Content'), fields: ['body', 'outcome', 'next_step'] },
    ],
    quick: ['type', 'body', 'at', 'customer', 'contact', 'opportunity', 'outcome', 'next_step'],
    highlights: ['type', 'at', 'customer', 'contact', 'employee', 'status'],
  },
  navigable: true,
})
export type Interaction = RecordOf<typeof Interaction>
