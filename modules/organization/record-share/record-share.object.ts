import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** What somebody does in the team of a record. */
export const TEAM_PARTS = [
  option('presales', '售前', 'Presales', { color: 'blue' }),
  option('technical', '技术', 'Technical', { color: 'cyan' }),
  option('executive', '高层', 'Executive', { color: 'purple' }),
  option('service', '服务', 'Service', { color: 'green' }),
  option('commercial', '商务', 'Commercial', { color: 'gold' }),
  option('partner', '伙伴', 'Partner', { color: 'orange' }),
]

/** A single record opened to a person, team, department (with those below), branch or partner, to read or write, until a day. */
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
    partner: f.link('partner', {
      label: label('合作伙伴', 'Partner'),
      reverse: { key: 'shared_records', label: label('共享给伙伴的记录', 'Records shared with the partner') },
    }),
    part: f.select(TEAM_PARTS, {
      label: label('团队角色', 'Part in the team'),
      help: label('填写后即为此记录的团队成员', 'With it, they belong to the team of the record'),
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
    list: ['record_object', 'record', 'employee', 'team', 'with_department', 'branch', 'partner', 'part', 'access', 'until'],
    form: [
      {
        label: label('共享', 'Share'),
        fields: ['record_object', 'record', 'employee', 'team', 'with_department', 'branch', 'partner', 'part', 'access', 'until'],
      },
    ],
    highlights: ['access', 'until'],
  },
  navigable: false,
})
export type RecordShare = RecordOf<typeof RecordShare>
