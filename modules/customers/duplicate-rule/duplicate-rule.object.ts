import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** By what two records of an object are held to be the same: one field, equal or alike. Several rules of an object stand side by side. */
export const DuplicateRule = defineObject('duplicate_rule', {
  module: 'customers',
  path: 'duplicate-rules',
  label: { one: label('查重规则', 'Duplicate rule'), many: label('查重规则', 'Duplicate rules') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({ label: label('名称', 'Name'), required: true, max: 60, search: true }),
    name_en: f.text({ label: label('英文名称', 'English name'), max: 60 }),
    target: f.select([option('customer', '客户', 'Customer'), option('contact', '联系人', 'Contact')], {
      label: label('对象', 'Object'),
      required: true,
    }),
    field: f.select(
      [
        option('name', '名称', 'Name'),
        option('credit_code', '统一社会信用代码', 'Unified credit code'),
        option('mobile', '手机', 'Mobile'),
        option('phone', '电话', 'Phone'),
        option('email', '邮箱', 'E-mail'),
        option('wechat', '微信号', 'WeChat'),
      ],
      { label: label('字段', 'Field'), required: true },
    ),
    compare: f.select([option('equal', '相同', 'Equal'), option('alike', '相似', 'Alike')], {
      label: label('比较方式', 'Comparison'),
      help: label('名称先去除全半角、标点和公司后缀再比较', 'Names are compared without width, punctuation and legal form'),
      required: true,
      default: 'equal',
    }),
    threshold: f.integer({
      label: label('相似度（%）', 'Likeness (%)'),
      help: label('仅用于“相似”，建议 88–95', 'Only for “alike”; 88–95 is sensible'),
      min: 70,
      max: 99,
      default: 90,
    }),
    active: f.boolean({ label: label('启用', 'Active'), required: true, default: true }),
  },
  views: {
    list: ['name', 'target', 'field', 'compare', 'threshold', 'active'],
    sort: ['target', 'name'],
    form: [{ label: label('规则', 'Rule'), fields: ['name', 'name_en', 'target', 'field', 'compare', 'threshold', 'active'] }],
    quick: ['name', 'target', 'field', 'compare', 'threshold'],
    highlights: ['target', 'field', 'compare', 'active'],
  },
  navigable: false,
})
export type DuplicateRule = RecordOf<typeof DuplicateRule>
