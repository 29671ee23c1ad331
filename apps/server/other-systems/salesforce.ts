import { firstOf, isTrue, joinedBy, type Kind, type Line, type Preset } from './preset.ts'

const NAME = firstOf(
  (line) => line('name'),
  joinedBy(' ', ['first_name'], ['last_name']),
  (line) => line('email'),
  (line) => line('id'),
)
const ADDRESS = joinedBy(', ', ['billing_street'], ['billing_city'], ['billing_state'], ['billing_postal_code'], ['billing_country'])

/** A link to anything (`what_id`) says by its first letters what it leads to. */
const withPrefix =
  (prefix: string, ...names: readonly string[]) =>
  (line: Line): string =>
    names.map((name) => line(name)).find((id) => id.startsWith(prefix)) ?? ''

const ABOUT = {
  customer: { from: withPrefix('001', 'account_id', 'what_id') },
  contact: { from: withPrefix('003', 'who_id') },
  opportunity: { from: withPrefix('006', 'what_id') },
} as const

const account: Kind = {
  object: 'customer',
  files: ['account', 'accounts'],
  key: ['id', 'account id'],
  known: ['billing_city', 'billing_street', 'industry'],
  fields: {
    name: NAME,
    phone: ['phone'],
    website: ['website'],
    address: ADDRESS,
    industry: ['industry'],
    employee_count: ['number_of_employees'],
    annual_revenue: ['annual_revenue'],
    description: ['description'],
  },
  made: ['industry'],
  owner: ['owner_id'],
}

/** Salesforce: objects of the weekly export, or of a warehouse that copies them (`sf_account_data`). */
export const salesforce: Preset = {
  source: 'salesforce',
  name: 'Salesforce',
  people: { files: ['user', 'users'], key: ['id'], email: ['email'] },
  kinds: [
    account,
    // Parents may stand below their subsidiaries, so they are tied when all are there.
    { ...account, fields: { name: NAME }, made: [], links: { parent: { from: ['parent_id'] } }, only: (line) => line('parent_id') !== '' },
    {
      object: 'contact',
      files: ['contact', 'contacts'],
      key: ['id', 'contact id'],
      known: ['last_name', 'mailing_city'],
      fields: {
        name: NAME,
        title: ['title'],
        phone: ['phone'],
        mobile: ['mobile_phone'],
        email: ['email'],
        fax: ['fax'],
        birthday: ['birthdate'],
        description: ['description'],
      },
      links: { customer: { from: ['account_id'] } },
      owner: ['owner_id'],
    },
    {
      object: 'opportunity',
      files: ['opportunity', 'opportunities'],
      key: ['id', 'opportunity id'],
      known: ['stage_name', 'close_date'],
      fields: {
        name: NAME,
        external_no: ['id', 'opportunity id'],
        amount: ['amount'],
        expected_close: ['close_date'],
        closed_on: (line) => (isTrue(line('is_closed')) ? line('close_date') : ''),
        need: ['description'],
        next_step: ['next_step'],
      },
      links: { customer: { from: ['account_id'] } },
      stage: {
        name: ['stage_name'],
        end: (line) => (isTrue(line('is_won')) ? 'won' : isTrue(line('is_closed')) ? 'lost' : 'open'),
      },
      owner: ['owner_id'],
    },
    {
      object: 'task',
      files: ['task', 'tasks'],
      key: ['id'],
      known: ['activity_date', 'who_id'],
      fields: {
        subject: firstOf(
          (line) => line('subject'),
          (line) => line('id'),
        ),
        due_at: ['activity_date'],
        priority: (line) => (isTrue(line('is_high_priority')) ? 'high' : 'normal'),
        state: (line) => (isTrue(line('is_closed')) ? 'done' : 'open'),
        description: ['description'],
      },
      links: ABOUT,
      owner: ['owner_id'],
      needsPerson: 'assignee',
    },
    {
      object: 'interaction',
      files: ['event', 'events'],
      key: ['id'],
      known: ['start_date_time', 'activity_date_time'],
      fields: {
        type: () => 'meeting',
        subject: ['subject'],
        body: ['description'],
        at: ['start_date_time', 'activity_date_time', 'activity_date'],
      },
      links: ABOUT,
      owner: ['owner_id'],
    },
  ],
  left: [
    { files: /^lead/, why: { zh: '这里还没有线索对象', en: 'there are no leads here yet' } },
    { files: /history$/, why: { zh: '变更历史不导入，只导入当前状态', en: 'past versions are left; what is true now is taken' } },
    {
      files: /^(order|quote|product|price)|line_item/,
      why: { zh: '订单、报价和产品行还没有对应对象', en: 'there are no orders, quotes and lines of them here yet' },
    },
    { files: /^user_role/, why: { zh: '角色和权限请在这里重新设定', en: 'roles and rights are set up anew here' } },
  ],
}
