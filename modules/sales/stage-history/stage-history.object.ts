import { defineObject, f, label, type RecordOf } from '@perigon/define'

export const StageHistory = defineObject('stage_history', {
  module: 'sales',
  path: 'stage-history',
  label: { one: label('阶段历史', 'Stage change'), many: label('阶段历史', 'Stage history') },
  title: 'name',
  access: 'owned',
  follows: ['opportunity'],
  fields: {
    name: f.text({ label: label('阶段变更', 'Change'), computed: true, max: 130 }),
    opportunity: f.link('opportunity', {
      label: label('商机', 'Opportunity'),
      required: true,
      on_delete: 'cascade',
      reverse: { key: 'stage_history', label: label('阶段历史', 'Stage history') },
    }),
    from_stage: f.link('sales_stage', {
      label: label('原阶段', 'From stage'),
      reverse: { key: 'left_by', label: label('离开记录', 'Times left') },
    }),
    to_stage: f.link('sales_stage', {
      label: label('新阶段', 'To stage'),
      required: true,
      reverse: { key: 'entered_by', label: label('进入记录', 'Times entered') },
    }),
    at: f.datetime({ label: label('变更时间', 'At'), required: true }),
    by: f.link('employee', {
      label: label('操作人', 'By'),
      on_delete: 'clear',
      reverse: { key: 'stage_changes', label: label('阶段变更', 'Stage changes') },
    }),
    reason: f.text({ label: label('原因', 'Reason'), max: 500 }),
    dwell_days: f.decimal({ label: label('原阶段停留天数', 'Days in the stage left'), scale: 2, min: 0 }),
  },
  indexes: [['opportunity', 'at'], ['to_stage', 'at'], ['from_stage']],
  views: {
    list: ['opportunity', 'from_stage', 'to_stage', 'at', 'by', 'dwell_days', 'reason'],
    sort: ['-at'],
    form: [{ label: label('阶段变更', 'Change'), fields: ['opportunity', 'from_stage', 'to_stage', 'at', 'by', 'dwell_days', 'reason'] }],
    highlights: ['opportunity', 'from_stage', 'to_stage', 'at'],
  },
  navigable: false,
  append_only: true,
})
export type StageHistory = RecordOf<typeof StageHistory>
