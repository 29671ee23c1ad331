import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const Region = defineObject('region', {
  module: 'customers',
  path: 'regions',
  label: { one: label('地区', 'Region'), many: label('地区', 'Regions') },
  title: 'name',
  title_en: 'name_en',
  access: 'reference',
  fields: {
    name: f.text({
      label: label('地区名称', 'Region name'),
      required: true,
      search: true,
      synonyms: ['region', 'province', '省份', '地区'],
    }),
    name_en: f.text({ label: label('英文名称', 'English name'), search: true }),
    code: f.text({ label: label('行政区划代码', 'Division code'), max: 12, unique: true, search: true }),
    parent: f.link('region', {
      label: label('上级地区', 'Parent region'),
      acyclic: true,
      reverse: { key: 'regions', label: label('下级地区', 'Regions below') },
    }),
    grade: f.select([option('A', 'A 级', 'A'), option('B', 'B 级', 'B'), option('C', 'C 级', 'C'), option('D', 'D 级', 'D')], {
      label: label('市场等级', 'Market grade'),
    }),
  },
  indexes: [['parent']],
  views: {
    list: ['code', 'name', 'name_en', 'parent', 'grade'],
    sort: ['code', 'name'],
    form: [{ label: label('基本信息', 'General'), fields: ['name', 'name_en', 'code', 'parent', 'grade'] }],
    quick: ['name', 'name_en', 'code', 'parent'],
    highlights: ['code', 'parent', 'grade'],
    related: ['regions', 'customers'],
  },
  navigable: false,
})
export type Region = RecordOf<typeof Region>
