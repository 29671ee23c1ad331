import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const Branch = defineObject('branch', {
  module: 'organization',
  path: 'branches',
  label: { one: label('分支机构', 'Branch'), many: label('分支机构', 'Branches') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({
      label: label('名称', 'Name'),
      required: true,
      search: true,
      synonyms: ['regional_office', 'office', '分公司', '办事处'],
    }),
    code: f.text({ label: label('编码', 'Code'), max: 40, unique: true, search: true }),
    kind: f.select(
      [
        option('hq', '总部', 'Head office', { color: 'blue' }),
        option('branch', '分公司', 'Branch company', { color: 'cyan' }),
        option('office', '办事处', 'Office', { color: 'green' }),
        option('service_point', '服务网点', 'Service point', { color: 'gold' }),
      ],
      { label: label('类型', 'Kind'), required: true, default: 'branch' },
    ),
    parent: f.link('branch', {
      label: label('上级机构', 'Parent branch'),
      acyclic: true,
      reverse: { key: 'branches', label: label('下级机构', 'Branches below') },
    }),
    address: f.text({ label: label('地址', 'Address'), max: 300 }),
    phone: f.phone({ label: label('电话', 'Phone') }),
  },
  indexes: [['parent']],
  views: {
    list: ['name', 'code', 'kind', 'parent', 'address'],
    sort: ['code', 'name'],
    form: [{ label: label('基本信息', 'General'), fields: ['name', 'code', 'kind', 'parent', 'address', 'phone'] }],
    quick: ['name', 'code', 'kind', 'parent'],
    highlights: ['kind', 'parent', 'phone'],
    related: ['branches', 'departments'],
  },
  navigable: false,
})
export type Branch = RecordOf<typeof Branch>
