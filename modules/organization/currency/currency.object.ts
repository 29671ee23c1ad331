import { defineObject, f, label, type RecordOf } from '@perigon/define'

export const Currency = defineObject('currency', {
  module: 'organization',
  path: 'currencies',
  label: { one: label('币种', 'Currency'), many: label('币种', 'Currencies') },
  title: 'name',
  access: 'reference',
  fields: {
    code: f.text({ label: label('代码', 'Code'), required: true, max: 3, unique: true, search: true }),
    name: f.text({ label: label('名称', 'Name'), required: true, max: 60, search: true }),
    rate: f.decimal({
      label: label('对本位币汇率', 'Rate to base currency'),
      help: label('1 单位该币种折合的本位币金额', 'Base currency for one unit of this currency'),
      required: true,
      scale: 8,
      min: 0,
    }),
  },
  views: {
    list: ['code', 'name', 'rate'],
    sort: ['code'],
    form: [{ label: label('基本信息', 'General'), fields: ['code', 'name', 'rate'] }],
    quick: ['code', 'name', 'rate'],
    highlights: ['code', 'rate'],
  },
  navigable: false,
})
export type Currency = RecordOf<typeof Currency>
