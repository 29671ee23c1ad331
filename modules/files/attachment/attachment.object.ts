import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** A file of a record. Its bytes lie outside the database under the hash of their content; who reads the record reads the file. */
export const Attachment = defineObject('attachment', {
  module: 'files',
  path: 'attachments',
  label: { one: label('附件', 'Attachment'), many: label('附件', 'Attachments') },
  title: 'name',
  access: 'internal',
  fields: {
    name: f.text({ label: label('文件名', 'File name'), required: true, max: 200, search: true }),
    record_object: f.text({ label: label('对象', 'Object'), required: true, max: 60 }),
    record: f.text({ label: label('记录', 'Record'), required: true, max: 36 }),
    kind: f.select([option('file', '文件', 'File'), option('photo', '图片', 'Picture')], {
      label: label('类型', 'Kind'),
      required: true,
      default: 'file',
    }),
    media_type: f.text({ label: label('格式', 'Format'), required: true, max: 120 }),
    size: f.integer({ label: label('大小（字节）', 'Size in bytes'), required: true, min: 0 }),
    sha256: f.text({ label: label('内容校验', 'Content hash'), required: true, max: 64 }),
    revision: f.integer({ label: label('版本', 'Revision'), required: true, min: 1, default: 1 }),
  },
  indexes: [['record_object', 'record'], ['sha256']],
  views: {
    list: ['name', 'record_object', 'media_type', 'size', 'revision', 'created_at', 'created_by'],
    sort: ['-created_at'],
    form: [{ label: label('附件', 'Attachment'), fields: ['name', 'media_type', 'size', 'revision'] }],
    highlights: ['media_type', 'size', 'revision'],
  },
  navigable: false,
})
export type Attachment = RecordOf<typeof Attachment>
