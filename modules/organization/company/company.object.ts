import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const Company = defineObject('company', {
  module: 'organization',
  path: 'companies',
  label: { one: label('公司', 'Company'), many: label('公司', 'Companies') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({ label: label('公司名称', 'Company name'), required: true, search: true }),
    base_currency: f.text({
      label: label('本位币', 'Base currency'),
      help: label('ISO 4217 代码，如 CNY', 'ISO 4217 code, such as CNY'),
      required: true,
      max: 3,
      default: 'CNY',
    }),
    fiscal_year_start: f.integer({
      label: label('财年起始月', 'First month of the fiscal year'),
      required: true,
      min: 1,
      max: 12,
      default: 1,
    }),
    time_zone: f.text({ label: label('时区', 'Time zone'), required: true, max: 60, default: 'Asia/Shanghai' }),
    locale: f.select([option('zh-CN', '简体中文', 'Chinese (simplified)'), option('en-US', '英文', 'English')], {
      label: label('语言', 'Language'),
      required: true,
      default: 'zh-CN',
    }),
    capital_rate: f.percent({ label: label('资金成本率', 'Cost of capital') }),
  },
  views: {
    list: ['name', 'base_currency', 'time_zone', 'locale'],
    form: [
      { label: label('基本信息', 'General'), fields: ['name', 'locale', 'time_zone'] },
      { label: label('财务', 'Finance'), fields: ['base_currency', 'fiscal_year_start', 'capital_rate'] },
    ],
    highlights: ['base_currency', 'time_zone', 'locale'],
  },
  navigable: false,
})
export type Company = RecordOf<typeof Company>
