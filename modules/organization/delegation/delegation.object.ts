import { defineObject, f, label, type RecordOf } from '@perigon/define'

/** Somebody stands in for somebody who is away, on these days; then the records of the one are the other's as well. */
export const Delegation = defineObject('delegation', {
  module: 'organization',
  path: 'delegations',
  label: { one: label('代理', 'Delegation'), many: label('代理', 'Delegations') },
  title: 'reason',
  access: 'reference',
  fields: {
    from_employee: f.link('employee', {
      label: label('被代理人', 'Absent employee'),
      required: true,
      reverse: { key: 'delegations', label: label('代理安排', 'Delegations') },
    }),
    to_employee: f.link('employee', {
      label: label('代理人', 'Stands in'),
      required: true,
      reverse: { key: 'stands_in_for', label: label('代理他人', 'Stands in for') },
    }),
    start: f.date({ label: label('开始', 'From'), required: true }),
    end: f.date({ label: label('结束', 'Until'), required: true }),
    reason: f.text({ label: label('原因', 'Reason'), required: true, max: 200 }),
  },
  views: {
    list: ['from_employee', 'to_employee', 'start', 'end', 'reason'],
    sort: ['-start'],
    form: [{ label: label('代理', 'Delegation'), fields: ['from_employee', 'to_employee', 'start', 'end', 'reason'] }],
    quick: ['from_employee', 'to_employee', 'start', 'end', 'reason'],
    highlights: ['from_employee', 'to_employee', 'start', 'end'],
  },
  navigable: false,
})
export type Delegation = RecordOf<typeof Delegation>
