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
      help: label('种类、列、宽度、排序、筛选、分组和着色规则', 'Kind, columns, widths, sort, filter, grouping and colours by rule'),
      required: true,
    }),
    shared: f.boolean({ label: label('共享', 'Shared'), required: true, default: false }),
    audience: f.tags({
      label: label('共享给角色', 'Shared with roles'),
      help: label('角色代码；留空表示共享给所有同事', 'Role keys; empty means everybody'),
    }),
    default_for: f.tags({
      label: label('默认视图的角色', 'Opens first for roles'),
      help: label('这些角色打开列表时先看到此视图；由管理员设置', 'What people of these roles see first; set by administrators'),
    }),
    position: f.integer({ label: label('顺序', 'Position'), min: 0, max: 999, default: 100 }),
  },
  indexes: [['object', 'position']],
  views: {
    list: ['name', 'object', 'shared', 'updated_at'],
    sort: ['position', 'name'],
    form: [{ label: label('视图', 'View'), fields: ['name', 'object', 'shared', 'audience', 'default_for', 'position', 'config'] }],
    highlights: ['object', 'shared'],
  },
  navigable: false,
})
export type SavedView = RecordOf<typeof SavedView>
