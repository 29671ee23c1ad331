import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** A single record opened to a person, team, department (with those below) or branch, to read or write, until a day. */
export const RecordShare = defineObject('record_share', {
  module: 'organization',
  path: 'record-shares',
  label: { one: label('共享', 'Share'), many: label('共享', 'Shares') },
  title: 'record_object',
  access: 'internal',
  fields: {
    record_object: f.text({ label: label('对象', 'Object'), required: true, max: 60 }),
    record: f.text({ label: label('记录', 'Record'), required: true, max: 36 }),
    employee: f.link('employee', {
      label: label('员工', 'Employee'),
      reverse: { key: 'shared_records', label: label('共享给他的记录', 'Records shared with them') },
    }),
    team: f.link('team', { label: label('团队', 'Team'), reverse: { key: 'shared_records', label: label('共享记录', 'Shared records') } }),
    with_department: f.link('department', {
      label: label('部门', 'Department'),
      reverse: { key: 'shared_records', label: label('共享记录', 'Shared records') },
    }),
    branch: f.link('branch', {
      label: label('分支机构', 'Branch'),
      reverse: { key: 'shared_records', label: label('共享记录', 'Shared records') },
    }),
    access: f.select([option('read', '只读', 'Read'), option('write', '读写', 'Read and write')], {
      label: label('权限', 'Access'),
      required: true,
      default: 'read',
    }),
    until: f.date({ label: label('有效期至', 'Until') }),
  },
  indexes: [['record_object', 'record']],
  views: {
    list: ['record_object', 'record', 'employee', 'team', 'with_department', 'branch', 'access', 'until'],
    form: [
      {
        label: label('共享', 'Share'),
        fields: ['record_object', 'record', 'employee', 'team', 'with_department', 'branch', 'access', 'until'],
      },
    ],
    highlights: ['access', 'until'],
  },
  navigable: false,
})
export type RecordShare = RecordOf<typeof RecordShare>
