import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** A company that sells or serves with us. Its people sign in by logins of their own and see what is shared with it. */
export const Partner = defineObject('partner', {
  module: 'organization',
  path: 'partners',
  label: { one: label('合作伙伴', 'Partner'), many: label('合作伙伴', 'Partners') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({ label: label('伙伴名称', 'Partner name'), required: true, unique: true, max: 200, search: true }),
    kind: f.select(
      [
        option('reseller', '经销商', 'Reseller', { color: 'blue' }),
        option('agent', '代理商', 'Agent', { color: 'cyan' }),
        option('service', '服务商', 'Service partner', { color: 'green' }),
        option('design', '设计院', 'Design institute', { color: 'purple' }),
        option('alliance', '联盟', 'Alliance', { color: 'gold' }),
      ],
      { label: label('类型', 'Kind'), required: true, default: 'reseller' },
    ),
    level: f.select(
      [option('gold', '金牌', 'Gold', { color: 'gold' }), option('silver', '银牌', 'Silver'), option('registered', '注册', 'Registered')],
      { label: label('级别', 'Level'), required: true, default: 'registered' },
    ),
    status: f.select(
      [
        option('applying', '申请中', 'Applying', { color: 'blue' }),
        option('active', '合作中', 'Active', { color: 'green' }),
        option('suspended', '暂停', 'Suspended', { color: 'gold' }),
        option('ended', '终止', 'Ended', { color: 'default' }),
      ],
      {
        label: label('状态', 'Status'),
        help: label('只有合作中的伙伴，其账号才能登录', 'Only logins of an active partner can sign in'),
        required: true,
        default: 'applying',
      },
    ),
    manager: f.link('employee', {
      label: label('渠道经理', 'Partner manager'),
      on_delete: 'clear',
      reverse: { key: 'managed_partners', label: label('负责的伙伴', 'Partners managed') },
    }),
    territory: f.tags({ label: label('区域', 'Territory') }),
    product_lines: f.tags({ label: label('产品线', 'Product lines') }),
    phone: f.phone({ label: label('电话', 'Phone') }),
    email: f.email({ label: label('邮箱', 'E-mail') }),
    notes: f.long_text({ label: label('备注', 'Notes'), internal: true }),
  },
  indexes: [['status'], ['manager']],
  views: {
    list: ['name', 'kind', 'level', 'status', 'manager', 'territory'],
    sort: ['name'],
    form: [
      { label: label('基本信息', 'General'), fields: ['name', 'kind', 'level', 'status', 'manager', 'phone', 'email'] },
      { label: label('合作范围', 'What they cover'), fields: ['territory', 'product_lines', 'notes'] },
    ],
    quick: ['name', 'kind', 'level', 'status', 'manager'],
    highlights: ['kind', 'level', 'status', 'manager'],
    related: ['users', 'shared_records'],
  },
})
export type Partner = RecordOf<typeof Partner>
