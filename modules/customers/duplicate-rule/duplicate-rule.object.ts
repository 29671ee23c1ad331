import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

/** By what two records of an object are held to be the same: one field, equal or alike. Several rules of an object stand side by side. */
export const DuplicateRule = defineObject('duplicate_rule', {
  module: 'customers',
  path: 'duplicate-rules',
  label: { one: label('查重规则', 'Duplicate rule'), many: label('查重规则', 'Duplicate rules') },
  title: 'name',
  title_en: 'name_en',
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
        option('website', '网址', 'Website'),
      ],
      { label: label('字段', 'Field'), required: true },
    ),
    compare: f.select([option('equal', '相同', 'Equal'), option('domain', '域名相同', 'Same domain'), option('alike', '相似', 'Alike')], {
      label: label('比较方式', 'Comparison'),
      help: label(
        '名称先去除全半角、标点和公司后缀再比较；域名取自邮箱或网址，公共邮箱不计',
        'Names are compared without width, punctuation and legal form; domains are those of e-mail or website, free mail hosts do not count',
      ),
      required: true,
      default: 'equal',
    }),
    threshold: f.integer({
      label: label('相似度（%）', 'Likeness (%)'),
      help: label('仅用于“相似”，建议 88–95，留空为 90', 'Only for “alike”; 88–95 is sensible, blank means 90'),
      min: 70,
      max: 99,
    }),
    response: f.select([option('warn', '提醒', 'Warn'), option('block', '禁止保存', 'Refuse')], {
      label: label('发现重复时', 'When found'),
      help: label('“相似”的规则只能提醒', 'A rule of likeness can only warn'),
      required: true,
      default: 'warn',
    }),
    active: f.boolean({ label: label('启用', 'Active'), required: true, default: true }),
  },
  views: {
    list: ['name', 'target', 'field', 'compare', 'threshold', 'response', 'active'],
    sort: ['target', 'name'],
    form: [{ label: label('规则', 'Rule'), fields: ['name', 'name_en', 'target', 'field', 'compare', 'threshold', 'response', 'active'] }],
    quick: ['name', 'target', 'field', 'compare', 'threshold', 'response'],
    highlights: ['target', 'field', 'compare', 'response', 'active'],
  },
  navigable: false,
})
export type DuplicateRule = RecordOf<typeof DuplicateRule>
