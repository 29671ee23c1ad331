import { defineObject, f, label, type RecordOf } from '@perigon/define'

/** A further position an employee holds in another department, for a time. Its department counts for their scopes. */
export const EmployeePosition = defineObject('employee_position', {
  module: 'organization',
  path: 'employee-positions',
  label: { one: label('兼任职位', 'Further position'), many: label('兼任职位', 'Further positions') },
  title: 'note',
  access: 'reference',
  fields: {
    employee: f.link('employee', {
      label: label('员工', 'Employee'),
      required: true,
      reverse: { key: 'further_positions', label: label('兼任职位', 'Further positions') },
    }),
    in_department: f.link('department', {
      label: label('部门', 'Department'),
      required: true,
      reverse: { key: 'further_positions', label: label('兼任人员', 'Further positions') },
    }),
    position: f.link('position', { label: label('职位', 'Position') }),
    start: f.date({ label: label('开始', 'From') }),
    end: f.date({ label: label('结束', 'Until') }),
    note: f.text({ label: label('说明', 'Note'), max: 200 }),
  },
  views: {
    list: ['employee', 'in_department', 'position', 'start', 'end'],
    form: [{ label: label('兼任', 'Further position'), fields: ['employee', 'in_department', 'position', 'start', 'end', 'note'] }],
    quick: ['employee', 'in_department', 'position', 'start', 'end'],
    highlights: ['employee', 'in_department', 'position'],
  },
  navigable: false,
})
export type EmployeePosition = RecordOf<typeof EmployeePosition>
