import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const FORECAST_CATEGORIES = [
  option('pipeline', '意向', 'Pipeline', { color: 'default' }),
  option('best_case', '乐观', 'Best case', { color: 'cyan' }),
  option('commit', '承诺', 'Commit', { color: 'blue' }),
  option('closed', '已成', 'Closed', { color: 'green' }),
  option('omitted', '不计', 'Omitted', { color: 'default' }),
] as const

export const SalesStage = defineObject('sales_stage', {
  module: 'sales',
  path: 'sales-stages',
  label: { one: label('销售阶段', 'Sales stage'), many: label('销售阶段', 'Sales stages') },
  title: 'name',
  access: 'reference',
  fields: {
    process: f.link('sales_process', {
      label: label('销售流程', 'Sales process'),
      required: true,
      on_delete: 'cascade',
      reverse: { key: 'stages', label: label('阶段', 'Stages') },
    }),
    name: f.text({ label: label('阶段名称', 'Stage name'), required: true, max: 60, search: true }),
    position: f.integer({ label: label('顺序', 'Position'), required: true, min: 1, max: 99 }),
    kind: f.select(
      [
        option('open', '进行中', 'Open', { color: 'blue' }),
        option('won', '赢单', 'Won', { color: 'green' }),
        option('lost', '输单', 'Lost', { color: 'red' }),
      ],
      { label: label('性质', 'Kind'), required: true, default: 'open' },
    ),
    probability: f.percent({ label: label('默认赢率', 'Default probability'), required: true }),
    forecast_category: f.select(FORECAST_CATEGORIES, {
      label: label('预测类别', 'Forecast category'),
      required: true,
      default: 'pipeline',
    }),
    max_days: f.integer({
      label: label('停留上限（天）', 'Longest stay in days'),
      help: label('超过后提示停滞', 'An opportunity that stays longer is marked as stale'),
      min: 1,
      max: 3650,
    }),
    required_fields: f.tags({
      label: label('进入前必填', 'Required before entry'),
      help: label('商机字段代码，含此前阶段要求的字段', 'Field keys of the opportunity, those of earlier stages included'),
    }),
    guide: f.long_text({ label: label('阶段指引', 'Guide'), max: 4000 }),
  },
  indexes: [['process', 'position']],
  views: {
    list: ['process', 'position', 'name', 'kind', 'probability', 'forecast_category', 'max_days'],
    sort: ['process', 'position'],
    form: [
      { label: label('基本信息', 'General'), fields: ['process', 'position', 'name', 'kind', 'probability', 'forecast_category'] },
      { label: label('要求与指引', 'Requirements and guide'), fields: ['required_fields', 'max_days', 'guide'] },
    ],
    quick: ['process', 'position', 'name', 'kind', 'probability', 'forecast_category'],
    highlights: ['process', 'kind', 'probability', 'forecast_category'],
  },
  navigable: false,
})
export type SalesStage = RecordOf<typeof SalesStage>
