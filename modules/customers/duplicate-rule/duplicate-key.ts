import type { Json } from '@perigon/contracts'
import { normalizeCompanyName } from '../customer/company-name.ts'

/** Hosts where anybody has a mailbox: sharing one tells nothing about two records. */
const FREE_MAIL_HOSTS: ReadonlySet<string> = new Set(
  [
    'qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com vip.126.com yeah.net 188.com 139.com 189.cn wo.cn 21cn.com tom.com',
    'sina.com sina.cn vip.sina.com sohu.com aliyun.com 263.net gmail.com googlemail.com outlook.com hotmail.com live.com live.cn',
    'msn.com icloud.com me.com mac.com yahoo.com yahoo.com.cn yahoo.cn ymail.com aol.com proton.me protonmail.com gmx.com gmx.de mail.com zoho.com',
  ].flatMap((line) => line.split(' ')),
)

export type Comparison = 'equal' | 'domain' | 'alike'

/**
 * What two records must share to be the same by a rule, from the field's stored value: the normalised name, the domain of a
 * company's own mail, the host of a website, or the value itself. Null where there is nothing to compare.
 */
export function duplicateKey(rule: { readonly field: string; readonly compare: Comparison }, value: Json | undefined): string | null {
  if (typeof value !== 'string' || value === '') return null
  if (rule.compare === 'domain') return rule.field === 'website' ? hostOf(value) : ownDomainOf(value)
  const key = rule.field === 'name' ? normalizeCompanyName(value) : value
  return key === '' ? null : key
}

function ownDomainOf(email: string): string | null {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  return domain === '' || domain === email || FREE_MAIL_HOSTS.has(domain) ? null : domain
}

function hostOf(website: string): string | null {
  return URL.canParse(website) ? new URL(website).hostname.replace(/^www\./, '') : null
}
