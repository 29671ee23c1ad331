import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const Team = defineObject('team', {
  module: 'organization',
  path: 'teams',
  label: { one: label('团队', 'Team'), many: label('团队', 'Teams') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({ label: label('团队名称', 'Team name'), required: true, unique: true, search: true }),
    kind: f.select(
      [
        option('sales', '销售', 'Sales', { color: 'blue' }),
        option('service', '服务', 'Service', { color: 'green' }),
        option('virtual', '虚拟', 'Virtual', { color: 'purple' }),
      ],
      {
        label: label('类型', 'Kind'),
        required: true,
        default: 'sales',
      },
    ),
    leader: f.link('employee', {
      label: label('负责人', 'Leader'),
      on_delete: 'clear',
      reverse: { key: 'led_teams', label: label('负责的团队', 'Teams led') },
    }),
  },
  views: {
    list: ['name', 'kind', 'leader'],
    sort: ['name'],
    form: [{ label: label('基本信息', 'General'), fields: ['name', 'kind', 'leader'] }],
    quick: ['name', 'kind', 'leader'],
    highlights: ['kind', 'leader'],
    related: ['members'],
  },
})
export type Team = RecordOf<typeof Team>
