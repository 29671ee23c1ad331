import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const SalesProcess = defineObject('sales_process', {
  module: 'sales',
  path: 'sales-processes',
  label: { one: label('销售流程', 'Sales process'), many: label('销售流程', 'Sales processes') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({ label: label('流程名称', 'Process name'), required: true, unique: true, search: true }),
    type: f.select(
      [
        option('project', '项目型', 'Project'),
        option('product', '产品型', 'Product'),
        option('renewal', '续约', 'Renewal'),
        option('channel', '渠道', 'Channel'),
      ],
      { label: label('类型', 'Type'), required: true, default: 'project' },
    ),
    revision: f.integer({
      label: label('流程版本', 'Revision'),
      help: label('每次修改阶段后加一', 'Grows whenever the stages change'),
      required: true,
      min: 1,
      default: 1,
    }),
    is_default: f.boolean({ label: label('默认流程', 'Default process'), required: true, default: false }),
    active: f.boolean({ label: label('启用', 'Active'), required: true, default: true }),
    description: f.text({ label: label('说明', 'Description'), max: 500 }),
  },
  views: {
    list: ['name', 'type', 'revision', 'is_default', 'active'],
    sort: ['name'],
    form: [{ label: label('基本信息', 'General'), fields: ['name', 'type', 'revision', 'is_default', 'active', 'description'] }],
    quick: ['name', 'type', 'description'],
    highlights: ['type', 'revision', 'is_default', 'active'],
    related: ['stages'],
  },
  navigable: false,
})
export type SalesProcess = RecordOf<typeof SalesProcess>
