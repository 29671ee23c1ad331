import type { Label } from '@perigon/contracts'
import { parseRoleMap } from '@perigon/organization'

/** Settings of the ways in: mail for links and notices, a directory, a provider of single sign-on. */
export type SignInSettings = {
  /** `smtp://user:password@host:587` or `smtps://…`; without it nothing is mailed. */
  readonly smtpUrl: string | undefined
  readonly mailFrom: string | undefined
  readonly ldapUrl: string | undefined
  /** `starttls`, or `none` to say that passwords may go in the clear. */
  readonly ldapTls: string | undefined
  /** File with the certificate authority of the directory. */
  readonly ldapCa: string | undefined
  readonly ldapBindDn: string | undefined
  readonly ldapBindPassword: string | undefined
  readonly ldapBase: string | undefined
  readonly ldapLogin: string | undefined
  readonly ldapFilter: string | undefined
  readonly ldapGroupBase: string | undefined
  readonly ldapRoles: string | undefined
  readonly oidcIssuer: string | undefined
  readonly oidcClientId: string | undefined
  readonly oidcClientSecret: string | undefined
  readonly oidcName: string | undefined
  readonly oidcScopes: string | undefined
  readonly oidcGroups: string | undefined
  readonly oidcRoles: string | undefined
}

type Parsed<T> = { readonly value: T } | { readonly message: Label }
/** Reads one setting of the environment; undefined when it is not set. */
export type Take = (name: string, parse: (text: string) => Parsed<string>) => string | undefined

/** Name and key of each setting, for the list of the configuration. */
export const signInNames = [
  { name: 'PERIGON_SMTP_URL', key: 'smtpUrl' },
  { name: 'PERIGON_MAIL_FROM', key: 'mailFrom' },
  { name: 'PERIGON_LDAP_URL', key: 'ldapUrl' },
  { name: 'PERIGON_LDAP_TLS', key: 'ldapTls' },
  { name: 'PERIGON_LDAP_CA', key: 'ldapCa' },
  { name: 'PERIGON_LDAP_BIND_DN', key: 'ldapBindDn' },
  { name: 'PERIGON_LDAP_BIND_PASSWORD', key: 'ldapBindPassword' },
  { name: 'PERIGON_LDAP_BASE', key: 'ldapBase' },
  { name: 'PERIGON_LDAP_LOGIN', key: 'ldapLogin' },
  { name: 'PERIGON_LDAP_FILTER', key: 'ldapFilter' },
  { name: 'PERIGON_LDAP_GROUP_BASE', key: 'ldapGroupBase' },
  { name: 'PERIGON_LDAP_ROLES', key: 'ldapRoles' },
  { name: 'PERIGON_OIDC_ISSUER', key: 'oidcIssuer' },
  { name: 'PERIGON_OIDC_CLIENT_ID', key: 'oidcClientId' },
  { name: 'PERIGON_OIDC_CLIENT_SECRET', key: 'oidcClientSecret' },
  { name: 'PERIGON_OIDC_NAME', key: 'oidcName' },
  { name: 'PERIGON_OIDC_SCOPES', key: 'oidcScopes' },
  { name: 'PERIGON_OIDC_GROUPS', key: 'oidcGroups' },
  { name: 'PERIGON_OIDC_ROLES', key: 'oidcRoles' },
] as const satisfies readonly { readonly name: string; readonly key: keyof SignInSettings }[]

/** Settings whose values no screen shows. */
export const signInSecrets: readonly string[] = ['PERIGON_SMTP_URL', 'PERIGON_LDAP_BIND_PASSWORD', 'PERIGON_OIDC_CLIENT_SECRET']

/** Reads the settings of the ways in. */
export function readSignIn(take: Take): SignInSettings {
  return {
    smtpUrl: take('PERIGON_SMTP_URL', parseSmtp),
    mailFrom: take('PERIGON_MAIL_FROM', parseMailbox),
    ldapUrl: take('PERIGON_LDAP_URL', parseLdapUrl),
    ldapTls: take('PERIGON_LDAP_TLS', parseLdapTls),
    ldapCa: take('PERIGON_LDAP_CA', anyText),
    ldapBindDn: take('PERIGON_LDAP_BIND_DN', anyText),
    ldapBindPassword: take('PERIGON_LDAP_BIND_PASSWORD', anyText),
    ldapBase: take('PERIGON_LDAP_BASE', anyText),
    ldapLogin: take('PERIGON_LDAP_LOGIN', parseAttribute),
    ldapFilter: take('PERIGON_LDAP_FILTER', parseFilter),
    ldapGroupBase: take('PERIGON_LDAP_GROUP_BASE', anyText),
    ldapRoles: take('PERIGON_LDAP_ROLES', parseRoles),
    oidcIssuer: take('PERIGON_OIDC_ISSUER', parseIssuer),
    oidcClientId: take('PERIGON_OIDC_CLIENT_ID', anyText),
    oidcClientSecret: take('PERIGON_OIDC_CLIENT_SECRET', anyText),
    oidcName: take('PERIGON_OIDC_NAME', anyText),
    oidcScopes: take('PERIGON_OIDC_SCOPES', parseScopes),
    oidcGroups: take('PERIGON_OIDC_GROUPS', anyText),
    oidcRoles: take('PERIGON_OIDC_ROLES', parseRoles),
  }
}

/** What does not fit together, as setting and message. */
export function signInContradictions(settings: SignInSettings & { readonly publicUrl: string | undefined }): readonly {
  readonly name: string
  readonly message: Label
}[] {
  const missing = (name: string, because: string) => ({
    name,
    message: { zh: `设置了 ${because} 时必须设置`, en: `is needed where ${because} is set` },
  })
  const { smtpUrl, mailFrom, publicUrl } = settings
  return [
    ...(smtpUrl !== undefined && mailFrom === undefined ? [missing('PERIGON_MAIL_FROM', 'PERIGON_SMTP_URL')] : []),
    // Links in mails name the address people type; it is never taken from a request.
    ...(smtpUrl !== undefined && publicUrl === undefined ? [missing('PERIGON_URL', 'PERIGON_SMTP_URL')] : []),
    ...(settings.ldapUrl !== undefined && settings.ldapBase === undefined ? [missing('PERIGON_LDAP_BASE', 'PERIGON_LDAP_URL')] : []),
    ...plainDirectory(settings),
    ...(settings.oidcIssuer === undefined
      ? []
      : [
          ...(settings.oidcClientId === undefined ? [missing('PERIGON_OIDC_CLIENT_ID', 'PERIGON_OIDC_ISSUER')] : []),
          ...(settings.oidcClientSecret === undefined ? [missing('PERIGON_OIDC_CLIENT_SECRET', 'PERIGON_OIDC_ISSUER')] : []),
          ...(publicUrl === undefined ? [missing('PERIGON_URL', 'PERIGON_OIDC_ISSUER')] : []),
        ]),
  ]
}

/** Passwords cross the network in a bind: a plain connection to another machine has to be asked for. */
function plainDirectory({ ldapUrl, ldapTls }: SignInSettings): readonly { readonly name: string; readonly message: Label }[] {
  const url = URL.parse(ldapUrl ?? '')
  const isLocal = url !== null && /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)
  if (url === null || url.protocol === 'ldaps:' || isLocal || ldapTls !== undefined) return []
  return [
    {
      name: 'PERIGON_LDAP_TLS',
      message: {
        zh: '请使用 ldaps://，或设为 starttls；确需明文传输密码时设为 none',
        en: 'use ldaps://, or set it to starttls; none only if passwords may cross the network in the clear',
      },
    },
  ]
}

const anyText = (text: string): Parsed<string> => ({ value: text })

function parseLdapUrl(text: string): Parsed<string> {
  const url = URL.parse(text)
  if (url !== null && /^ldaps?:$/.test(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname)) return { value: text }
  return { message: { zh: '应为 ldaps://主机:636 或 ldap://主机:389', en: 'must be ldaps://host:636 or ldap://host:389' } }
}

function parseLdapTls(text: string): Parsed<string> {
  if (text === 'starttls' || text === 'none') return { value: text }
  return { message: { zh: '应为 starttls 或 none', en: 'must be starttls or none' } }
}

function parseAttribute(text: string): Parsed<string> {
  if (/^[a-z][a-z0-9-]*$/i.test(text)) return { value: text }
  return { message: { zh: '应为属性名，如 uid 或 sAMAccountName', en: 'must be an attribute, such as uid or sAMAccountName' } }
}

function parseFilter(text: string): Parsed<string> {
  if (text.startsWith('(') && text.endsWith(')') && text.includes('{login}')) return { value: text }
  return { message: { zh: '应为含 {login} 的过滤器，如 (uid={login})', en: 'must be a filter with {login} in it, such as (uid={login})' } }
}

function parseIssuer(text: string): Parsed<string> {
  const url = URL.parse(text)
  const isLocal = url !== null && /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)
  if (url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) return { value: text }
  return { message: { zh: '应为 https:// 开头的颁发者地址', en: 'must be the issuer, an https:// address' } }
}

function parseScopes(text: string): Parsed<string> {
  if (text.split(' ').includes('openid')) return { value: text }
  return { message: { zh: '必须包含 openid', en: 'must contain openid' } }
}

function parseRoles(text: string): Parsed<string> {
  if (parseRoleMap(text) !== null) return { value: text }
  return { message: { zh: '应为 组=角色代码;组=角色代码', en: 'must be group=role_key;group=role_key' } }
}

function parseSmtp(text: string): Parsed<string> {
  const url = URL.parse(text)
  if (url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '') return { value: text }
  return {
    message: {
      zh: '应为 smtp://用户:密码@主机:587 或 smtps://…（特殊字符需按 URL 编码）',
      en: 'must be smtp://user:password@host:587 or smtps://… (special characters URL-encoded)',
    },
  }
}

function parseMailbox(text: string): Parsed<string> {
  if (/^([^<>\r\n]{1,100} )?<?[^\s<>@]+@[^\s<>@]+>?$/.test(text)) return { value: text }
  return { message: { zh: '应为 Perigon <crm@example.com> 形式的发件人', en: 'must be a sender such as Perigon <crm@example.com>' } }
}
