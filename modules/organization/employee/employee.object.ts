import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const Employee = defineObject('employee', {
  module: 'organization',
  path: 'employees',
  label: { one: label('员工', 'Employee'), many: label('员工', 'Employees') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({
      label: label('姓名', 'Name'),
      required: true,
      max: 100,
      search: true,
      synonyms: ['sales_agent', 'agent', 'sales rep', '销售员', '业务员'],
    }),
    number: f.text({ label: label('工号', 'Employee number'), max: 40, unique: true, search: true }),
    // The spec wants a department on every employee; the first administrator exists before any department does.
    department: f.link('department', {
      label: label('部门', 'Department'),
      reverse: { key: 'employees', label: label('员工', 'Employees') },
      synonyms: ['regional_office', 'team', '大区', '区域'],
    }),
    position: f.link('position', {
      label: label('职位', 'Position'),
      reverse: { key: 'employees', label: label('员工', 'Employees') },
    }),
    manager: f.link('employee', {
      label: label('直属上级', 'Manager'),
      acyclic: true,
      on_delete: 'clear',
      reverse: { key: 'reports', label: label('下属', 'Direct reports') },
      synonyms: ['manager', '经理', '主管'],
    }),
    phone: f.phone({ label: label('手机', 'Phone'), search: true }),
    email: f.email({ label: label('邮箱', 'E-mail'), search: true }),
    skills: f.tags({ label: label('技能', 'Skills') }),
    internal_rate: f.money({ label: label('内部工时单价', 'Internal hourly rate'), min: 0 }),
    status: f.select(
      [
        option('active', '在职', 'Active', { color: 'green', synonyms: ['employed', '正式'] }),
        option('on_leave', '休假', 'On leave', { color: 'gold' }),
        option('transferring', '调动中', 'Transferring', { color: 'blue' }),
        option('left', '离职', 'Left', { color: 'default', synonyms: ['resigned', '已离职'] }),
      ],
      { label: label('状态', 'Status'), required: true, default: 'active' },
    ),
    joined_on: f.date({ label: label('入职日期', 'Joined on') }),
    left_on: f.date({ label: label('离职日期', 'Left on') }),
  },
  indexes: [['department'], ['manager']],
  rules: { leavingNeedsDate: { when: { status: 'left' }, require: ['left_on'] } },
  views: {
    list: ['name', 'number', 'department', 'position', 'manager', 'phone', 'status'],
    sort: ['name'],
    form: [
      { label: label('基本信息', 'General'), fields: ['name', 'number', 'department', 'position', 'manager', 'status'] },
      { label: label('联系方式', 'Contact details'), fields: ['phone', 'email'] },
      { label: label('任职', 'Employment'), fields: ['joined_on', 'left_on', 'skills', 'internal_rate'] },
    ],
    quick: ['name', 'number', 'department', 'position', 'manager', 'phone', 'email'],
    highlights: ['department', 'position', 'manager', 'phone', 'status'],
    related: ['reports', 'managed_departments'],
  },
  navigable: true,
})
export type Employee = RecordOf<typeof Employee>
