import { defineObject, f, label, type RecordOf } from '@perigon/define'

export const Position = defineObject('position', {
  module: 'organization',
  path: 'positions',
  label: { one: label('职位', 'Position'), many: label('职位', 'Positions') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({ label: label('职位名称', 'Position name'), required: true, unique: true, search: true }),
    level: f.integer({ label: label('职级', 'Level'), min: 0, max: 99 }),
    role_preset: f.text({
      label: label('默认角色', 'Role preset'),
      help: label('新员工开通账号时建议的角色代码', 'Role key suggested when an employee of this position gets a login'),
      max: 60,
    }),
  },
  views: {
    list: ['name', 'level', 'role_preset'],
    sort: ['-level', 'name'],
    form: [{ label: label('基本信息', 'General'), fields: ['name', 'level', 'role_preset'] }],
    quick: ['name', 'level'],
    highlights: ['level', 'role_preset'],
    related: ['employees'],
  },
  navigable: false,
})
export type Position = RecordOf<typeof Position>
