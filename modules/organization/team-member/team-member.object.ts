import { defineObject, f, label, type RecordOf } from '@perigon/define'

/** An employee of a team. Members with scope `team` reach one another's records. */
export const TeamMember = defineObject('team_member', {
  module: 'organization',
  path: 'team-members',
  label: { one: label('团队成员', 'Team member'), many: label('团队成员', 'Team members') },
  title: 'role',
  access: 'reference',
  fields: {
    team: f.link('team', { label: label('团队', 'Team'), required: true, reverse: { key: 'members', label: label('成员', 'Members') } }),
    employee: f.link('employee', {
      label: label('员工', 'Employee'),
      required: true,
      reverse: { key: 'team_memberships', label: label('所在团队', 'Teams') },
    }),
    role: f.text({ label: label('角色', 'Role'), max: 60 }),
  },
  views: {
    list: ['team', 'employee', 'role'],
    form: [{ label: label('成员', 'Member'), fields: ['team', 'employee', 'role'] }],
    quick: ['team', 'employee', 'role'],
    highlights: ['team', 'employee', 'role'],
  },
  navigable: false,
})
export type TeamMember = RecordOf<typeof TeamMember>
