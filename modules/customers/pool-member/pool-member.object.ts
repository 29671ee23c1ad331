import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** Who takes part in a pool: a person, a team, or a department with all below it. */
export const PoolMember = defineObject('pool_member', {
  module: 'customers',
  path: 'pool-members',
  label: { one: label('公海成员', 'Pool member'), many: label('公海成员', 'Pool members') },
  title: 'part',
  access: 'reference',
  fields: {
    pool: f.link('customer_pool', {
      label: label('公海', 'Pool'),
      required: true,
      on_delete: 'cascade',
      reverse: { key: 'members', label: label('成员', 'Members') },
    }),
    part: f.select([option('member', '成员', 'Member'), option('manager', '管理员', 'Manager', { color: 'blue' })], {
      label: label('身份', 'Part'),
      help: label('管理员可以把客户分配给别人', 'Managers give customers to people'),
      required: true,
      default: 'member',
    }),
    employee: f.link('employee', { label: label('员工', 'Employee'), on_delete: 'clear' }),
    team: f.link('team', { label: label('团队', 'Team'), on_delete: 'clear' }),
    with_department: f.link('department', { label: label('部门（含下级）', 'Department, with those below'), on_delete: 'clear' }),
  },
  indexes: [['pool']],
  views: {
    list: ['pool', 'part', 'employee', 'team', 'with_department'],
    form: [{ label: label('成员', 'Member'), fields: ['pool', 'part', 'employee', 'team', 'with_department'] }],
    quick: ['pool', 'part', 'employee', 'team', 'with_department'],
    highlights: ['pool', 'part', 'employee', 'team', 'with_department'],
  },
  navigable: false,
})
export type PoolMember = RecordOf<typeof PoolMember>
