import { defineObject, f, label, type RecordOf } from '@perigon/define'

export const SavedView = defineObject('saved_view', {
  module: 'customization',
  path: 'saved-views',
  label: { one: label('视图', 'Saved view'), many: label('视图', 'Saved views') },
  title: 'name',
  access: 'personal',
  fields: {
    name: f.text({ label: label('视图名称', 'View name'), required: true, max: 60 }),
    object: f.text({ label: label('对象', 'Object'), required: true, max: 60 }),
    config: f.json({
      label: label('视图设置', 'Settings'),
      help: label('列、宽度、排序、筛选、分组和密度', 'Columns, widths, sort, filter, grouping and density'),
      required: true,
    }),
    shared: f.boolean({ label: label('共享给所有人', 'Shared with everyone'), required: true, default: false }),
    position: f.integer({ label: label('顺序', 'Position'), min: 0, max: 999, default: 100 }),
  },
  indexes: [['object', 'position']],
  views: {
    list: ['name', 'object', 'shared', 'updated_at'],
    sort: ['position', 'name'],
    form: [{ label: label('视图', 'View'), fields: ['name', 'object', 'shared', 'position', 'config'] }],
    highlights: ['object', 'shared'],
  },
  navigable: false,
})
export type SavedView = RecordOf<typeof SavedView>
