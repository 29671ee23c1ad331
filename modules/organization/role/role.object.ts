import { defineObject, f, label, type RecordOf } from '@perigon/define'

export const Role = defineObject('role', {
  module: 'organization',
  path: 'roles',
  label: { one: label('角色', 'Role'), many: label('角色', 'Roles') },
  title: 'name',
  title_en: 'name_en',
  access: 'internal',
  fields: {
    name: f.text({ label: label('角色名称', 'Role name'), required: true, max: 100, search: true }),
    name_en: f.text({ label: label('英文名称', 'English name'), max: 100, search: true }),
    key: f.text({ label: label('角色代码', 'Role key'), required: true, max: 60, unique: true }),
    description: f.text({ label: label('说明', 'Description'), max: 500 }),
    description_en: f.text({ label: label('英文说明', 'English description'), max: 500 }),
    grants: f.json({
      label: label('权限', 'Grants'),
      help: label('对象 → 操作 → 数据范围', 'Object → operation → row scope'),
      required: true,
    }),
    unmask: f.boolean({
      label: label('可查看脱敏内容', 'May unmask'),
      help: label('每次查看都会记录', 'Each time is logged'),
      default: false,
    }),
    field_rights: f.json({
      label: label('字段权限', 'Field rights'),
      help: label('对象 → 字段 → 隐藏、脱敏或只读', 'Object → field → hidden, masked or read'),
    }),
    second_factor: f.boolean({
      label: label('必须启用两步验证', 'Second factor required'),
      help: label('未启用者登录后须先启用', 'Whoever has none must set one up before anything else'),
      default: false,
    }),
    networks: f.tags({
      label: label('允许登录的网段', 'Networks people may come from'),
      help: label('CIDR，如 10.0.0.0/8；留空表示不限', 'CIDR such as 10.0.0.0/8; empty means anywhere'),
    }),
  },
  views: {
    list: ['name', 'name_en', 'key', 'description'],
    sort: ['name'],
    form: [
      {
        label: label('基本信息', 'General'),
        fields: ['name', 'name_en', 'key', 'description', 'description_en', 'grants', 'field_rights', 'unmask'],
      },
      { label: label('登录', 'Sign-in'), fields: ['second_factor', 'networks'] },
    ],
    highlights: ['key', 'description'],
  },
  navigable: false,
})
export type Role = RecordOf<typeof Role>
