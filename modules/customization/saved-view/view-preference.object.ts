import { defineObject, f, label, type RecordOf } from '@perigon/define'

/** How one person arranged the views of one object. Where there are several for an object, the newest counts. */
export const ViewPreference = defineObject('view_preference', {
  module: 'customization',
  path: 'view-preferences',
  label: { one: label('视图偏好', 'View preference'), many: label('视图偏好', 'View preferences') },
  title: 'object',
  access: 'personal',
  fields: {
    object: f.text({ label: label('对象', 'Object'), required: true, max: 60 }),
    pinned: f.tags({ label: label('置顶的视图', 'Pinned views'), help: label('按顺序', 'In order') }),
    first_view: f.text({ label: label('先打开的视图', 'Opens first'), max: 60 }),
    widths: f.json({ label: label('列宽', 'Column widths'), help: label('视图 → 列 → 像素', 'View → column → pixels') }),
  },
  indexes: [['owner', 'object']],
  views: {
    list: ['object', 'pinned', 'first_view'],
    sort: ['object'],
    form: [{ label: label('视图偏好', 'View preference'), fields: ['object', 'pinned', 'first_view', 'widths'] }],
  },
  navigable: false,
})
export type ViewPreference = RecordOf<typeof ViewPreference>
