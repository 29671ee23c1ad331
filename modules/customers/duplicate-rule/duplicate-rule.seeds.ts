import type { Seed } from '@perigon/kernel'

type Rule = readonly [name: string, english: string, target: 'customer' | 'contact', field: string, compare: 'equal' | 'domain' | 'alike']

const RULES: readonly Rule[] = [
  ['客户：信用代码相同', 'Customer: same credit code', 'customer', 'credit_code', 'equal'],
  ['客户：名称相同', 'Customer: same name', 'customer', 'name', 'equal'],
  ['客户：名称相似', 'Customer: similar name', 'customer', 'name', 'alike'],
  ['客户：电话相同', 'Customer: same phone', 'customer', 'phone', 'equal'],
  ['联系人：手机相同', 'Contact: same mobile', 'contact', 'mobile', 'equal'],
  ['联系人：邮箱相同', 'Contact: same e-mail', 'contact', 'email', 'equal'],
  ['联系人：微信号相同', 'Contact: same WeChat', 'contact', 'wechat', 'equal'],
  ['客户：网站相同', 'Customer: same website', 'customer', 'website', 'domain'],
  ['客户：邮箱域名相同', 'Customer: same e-mail domain', 'customer', 'email', 'domain'],
]

/** Rules of a new system; administrators may change, add and switch them off. */
export const duplicateRuleSeeds: readonly Seed[] = RULES.map(([name, name_en, target, field, compare], index) => ({
  object: 'duplicate_rule',
  id: `01900000-0000-7000-8000-0000000600${String(index + 1).padStart(2, '0')}`,
  values: { name, name_en, target, field, compare, threshold: compare === 'alike' ? 90 : null, response: 'warn', active: true },
}))
