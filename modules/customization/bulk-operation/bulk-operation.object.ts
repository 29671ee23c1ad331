import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** The ledger of changes of many records. Its id is the operation on every event such a change wrote. */
export const BulkOperation = defineObject('bulk_operation', {
  module: 'customization',
  path: 'bulk-operations',
  label: { one: label('批量操作', 'Bulk change'), many: label('批量操作', 'Bulk changes') },
  title: 'name',
  access: 'personal',
  fields: {
    name: f.text({ label: label('操作', 'Change'), computed: true }),
    object: f.text({ label: label('对象', 'Object'), max: 60, computed: true }),
    verb: f.select(
      [
        option('edit', '批量修改', 'Edit', { color: 'blue' }),
        option('transfer', '转移负责人', 'Transfer', { color: 'purple' }),
        option('tag', '标签', 'Tags', { color: 'cyan' }),
        option('delete', '删除', 'Delete', { color: 'red' }),
        option('merge', '合并重复', 'Merge duplicates', { color: 'gold' }),
      ],
      { label: label('类型', 'Kind'), computed: true },
    ),
    state: f.select(
      [
        option('queued', '等待中', 'Waiting', { color: 'default' }),
        option('running', '进行中', 'Running', { color: 'blue' }),
        option('done', '已完成', 'Done', { color: 'green' }),
        option('cancelled', '已取消', 'Cancelled', { color: 'gold' }),
        option('failed', '失败', 'Failed', { color: 'red' }),
        option('undoing', '撤销中', 'Being undone', { color: 'blue' }),
        option('undone', '已撤销', 'Undone', { color: 'cyan' }),
      ],
      { label: label('状态', 'State'), computed: true },
    ),
    query: f.json({
      label: label('范围', 'Which records'),
      help: label('筛选条件，或所选记录', 'The filter, or chosen records'),
      computed: true,
    }),
    change: f.json({ label: label('修改内容', 'What changes'), computed: true }),
    total: f.integer({ label: label('记录数', 'Records'), computed: true }),
    done: f.integer({ label: label('已处理', 'Done'), computed: true }),
    unchanged: f.integer({
      label: label('无需修改', 'Unchanged'),
      help: label('已经是这个值', 'Had the value already'),
      computed: true,
    }),
    failed: f.integer({ label: label('未能处理', 'Refused'), computed: true }),
    undone: f.integer({ label: label('已撤销', 'Undone'), computed: true }),
    kept: f.integer({
      label: label('撤销时保留', 'Left as they are'),
      help: label('之后又有修改，撤销时保留', 'Changed since, so undoing left them'),
      computed: true,
    }),
    started_at: f.datetime({ label: label('开始时间', 'Started'), computed: true }),
    ended_at: f.datetime({ label: label('结束时间', 'Ended'), computed: true }),
    error: f.text({ label: label('失败原因', 'Reason'), computed: true }),
  },
  indexes: [['state']],
  views: {
    list: ['name', 'verb', 'state', 'total', 'done', 'failed', 'started_at', 'ended_at'],
    sort: ['-created_at'],
    form: [
      {
        label: label('批量操作', 'Bulk change'),
        fields: [
          'name',
          'object',
          'verb',
          'state',
          'total',
          'done',
          'unchanged',
          'failed',
          'undone',
          'kept',
          'started_at',
          'ended_at',
          'error',
        ],
      },
    ],
    highlights: ['state', 'total', 'done', 'failed'],
  },
  navigable: false,
})
export type BulkOperation = RecordOf<typeof BulkOperation>
