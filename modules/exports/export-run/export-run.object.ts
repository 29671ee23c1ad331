import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const EXPORT_FORMATS = [
  option('xlsx', 'Excel', 'Excel', { color: 'green' }),
  option('csv', 'CSV', 'CSV'),
  option('jsonl', 'JSON 行', 'JSON lines', { color: 'blue' }),
  option('vcf', '名片（vCard）', 'vCard', { color: 'cyan' }),
] as const

/** The ledger of exports made in the background; the file is its attachment, and its owner's alone. */
export const ExportRun = defineObject('export_run', {
  module: 'exports',
  path: 'export-runs',
  label: { one: label('导出', 'Export'), many: label('导出', 'Exports') },
  title: 'name',
  access: 'personal',
  fields: {
    name: f.text({ label: label('名称', 'Name'), computed: true, max: 200 }),
    object: f.text({ label: label('对象', 'Object'), computed: true, max: 60 }),
    format: f.select(EXPORT_FORMATS, { label: label('格式', 'Format'), computed: true }),
    query: f.json({ label: label('范围', 'Which records'), help: label('筛选、排序和列', 'Filter, order and columns'), computed: true }),
    state: f.select(
      [
        option('queued', '等待中', 'Waiting', { color: 'default' }),
        option('running', '进行中', 'Running', { color: 'blue' }),
        option('done', '已完成', 'Done', { color: 'green' }),
        option('cancelled', '已取消', 'Cancelled', { color: 'gold' }),
        option('failed', '失败', 'Failed', { color: 'red' }),
        option('expired', '已清除', 'Cleared away', { color: 'default' }),
      ],
      { label: label('状态', 'State'), computed: true },
    ),
    rows: f.integer({ label: label('记录数', 'Records'), computed: true }),
    size: f.integer({ label: label('大小（字节）', 'Size in bytes'), computed: true }),
    schedule: f.link('export_schedule', {
      label: label('定期导出', 'Schedule'),
      on_delete: 'clear',
      computed: true,
      reverse: { key: 'runs', label: label('导出', 'Exports') },
    }),
    started_at: f.datetime({ label: label('开始时间', 'Started'), computed: true }),
    ended_at: f.datetime({ label: label('结束时间', 'Ended'), computed: true }),
    error: f.text({ label: label('失败原因', 'Reason'), computed: true, max: 200 }),
  },
  indexes: [['state'], ['schedule']],
  views: {
    list: ['name', 'format', 'state', 'rows', 'size', 'created_at', 'ended_at'],
    sort: ['-created_at'],
    form: [
      {
        label: label('导出', 'Export'),
        fields: ['name', 'object', 'format', 'state', 'rows', 'size', 'schedule', 'started_at', 'ended_at', 'error'],
      },
    ],
    highlights: ['state', 'format', 'rows', 'ended_at'],
  },
  navigable: false,
})
export type ExportRun = RecordOf<typeof ExportRun>
