import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** When customers nobody looks after go back to a pool: so many days after a date, with a ladder of reminders before. */
export const PoolRule = defineObject('pool_rule', {
  module: 'pools',
  path: 'pool-rules',
  label: { one: label('回收规则', 'Reclaim rule'), many: label('回收规则', 'Reclaim rules') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({ label: label('名称', 'Name'), required: true, max: 60, search: true }),
    name_en: f.text({ label: label('英文名称', 'English name'), max: 60 }),
    pool: f.link('customer_pool', {
      label: label('回收到', 'Goes to'),
      required: true,
      on_delete: 'cascade',
      reverse: { key: 'rules', label: label('回收规则', 'Reclaim rules') },
    }),
    condition: f.json({
      label: label('适用客户', 'Applies to'),
      help: label('留空适用于所有有负责人的客户', 'Empty: all customers with an owner'),
    }),
    date_field: f.text({
      label: label('从哪个日期算起', 'Counts from'),
      help: label(
        '客户的日期字段，如 last_contact_at；总不早于现负责人开始负责的日期',
        'A date of the customer such as last_contact_at; never before the present owner began',
      ),
      required: true,
      max: 60,
      default: 'last_contact_at',
    }),
    days: f.integer({ label: label('天数', 'Days'), required: true, min: 1, max: 3650, default: 30 }),
    counting: f.select([option('working', '工作日', 'Working days'), option('calendar', '自然日', 'Calendar days')], {
      label: label('按', 'Counted in'),
      required: true,
      default: 'working',
    }),
    remind_before: f.integer({
      label: label('提前几天提醒负责人', 'Days before: remind the owner'),
      help: label('留空不提醒', 'Empty: no reminder'),
      min: 1,
      max: 365,
    }),
    manager_before: f.integer({
      label: label('提前几天告知上级', 'Days before: tell the manager'),
      help: label('留空不告知', 'Empty: the manager is not told'),
      min: 1,
      max: 365,
    }),
    active: f.boolean({ label: label('启用', 'Active'), required: true, default: false }),
    active_since: f.datetime({ label: label('启用时间', 'Active since'), computed: true }),
  },
  views: {
    list: ['name', 'pool', 'date_field', 'days', 'counting', 'remind_before', 'manager_before', 'active'],
    sort: ['name'],
    form: [
      {
        label: label('规则', 'Rule'),
        fields: ['name', 'name_en', 'pool', 'date_field', 'days', 'counting', 'remind_before', 'manager_before', 'active'],
      },
    ],
    quick: ['name', 'name_en', 'pool', 'days', 'counting', 'remind_before', 'manager_before'],
    highlights: ['pool', 'days', 'counting', 'active'],
  },
  navigable: false,
})
export type PoolRule = RecordOf<typeof PoolRule>
