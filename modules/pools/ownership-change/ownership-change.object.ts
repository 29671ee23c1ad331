import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** Why a customer changed hands: claimed, given, put back, taken back by a rule with the figures it saw, or changed otherwise. */
export const OwnershipChange = defineObject('ownership_change', {
  module: 'pools',
  path: 'ownership-changes',
  label: { one: label('归属变更', 'Change of owner'), many: label('归属变更', 'Changes of owner') },
  title: 'kind',
  access: 'internal',
  fields: {
    kind: f.select(
      [
        option('admitted', '进入公海', 'Admitted'),
        option('claimed', '领取', 'Claimed', { color: 'green' }),
        option('unclaimed', '撤销领取', 'Claim taken back'),
        option('assigned', '分配', 'Given', { color: 'blue' }),
        option('released', '退回', 'Put back', { color: 'gold' }),
        option('reclaimed', '回收', 'Reclaimed', { color: 'red' }),
        option('changed', '变更负责人', 'Owner changed'),
      ],
      { label: label('类型', 'Kind'), required: true },
    ),
    customer: f.link('customer', { label: label('客户', 'Customer'), required: true, on_delete: 'cascade' }),
    pool: f.link('customer_pool', { label: label('公海', 'Pool'), on_delete: 'clear' }),
    from_owner: f.link('employee', { label: label('原负责人', 'From'), on_delete: 'clear' }),
    to_owner: f.link('employee', { label: label('新负责人', 'To'), on_delete: 'clear' }),
    at: f.datetime({ label: label('时间', 'At'), required: true }),
    reason: f.text({ label: label('原因', 'Reason'), max: 500 }),
    facts: f.json({ label: label('依据', 'Figures'), help: label('规则、日期字段、日期与天数', 'Rule, date field, date and days') }),
  },
  indexes: [
    ['customer', 'at'],
    ['to_owner', 'pool', 'at'],
  ],
  views: {
    list: ['customer', 'kind', 'from_owner', 'to_owner', 'at', 'reason'],
    sort: ['-at'],
    form: [{ label: label('归属变更', 'Change'), fields: ['kind', 'customer', 'pool', 'from_owner', 'to_owner', 'at', 'reason', 'facts'] }],
    highlights: ['customer', 'kind', 'at'],
  },
  navigable: false,
  append_only: true,
})
export type OwnershipChange = RecordOf<typeof OwnershipChange>
