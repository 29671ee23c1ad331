import { defineObject, f, label, type RecordOf } from '@perigon/define'

export const Industry = defineObject('industry', {
  module: 'customers',
  path: 'industries',
  label: { one: label('行业', 'Industry'), many: label('行业', 'Industries') },
  title: 'name',
  title_en: 'name_en',
  access: 'reference',
  fields: {
    name: f.text({ label: label('行业名称', 'Industry name'), required: true, search: true, synonyms: ['sector', 'industry', '行业'] }),
    name_en: f.text({ label: label('英文名称', 'English name'), search: true }),
    code: f.text({ label: label('行业代码', 'Industry code'), max: 10, unique: true, search: true }),
    parent: f.link('industry', {
      label: label('上级行业', 'Parent industry'),
      acyclic: true,
      reverse: { key: 'industries', label: label('下级行业', 'Industries below') },
    }),
    growth_rate_pct: f.percent({ label: label('行业增长率', 'Growth rate') }),
  },
  indexes: [['parent']],
  views: {
    list: ['code', 'name', 'name_en', 'parent', 'growth_rate_pct'],
    sort: ['code', 'name'],
    form: [{ label: label('基本信息', 'General'), fields: ['name', 'name_en', 'code', 'parent', 'growth_rate_pct'] }],
    quick: ['name', 'name_en', 'code', 'parent'],
    highlights: ['code', 'parent', 'growth_rate_pct'],
    related: ['industries', 'customers'],
  },
  navigable: false,
})
export type Industry = RecordOf<typeof Industry>
