import { createDirectory, createProvider } from '@perigon/organization'
import { mailServerFault } from '@perigon/mail'
import { signInOptionsOf } from '../compose-sign-in.ts'
import type { Finding, MachineCheck } from './finding.ts'

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}

/** The directory answers, and the account that searches may do so. */
export const checkDirectory: MachineCheck = async ({ config }) => {
  if (config.ldapUrl === undefined) return []
  try {
    const { directory } = signInOptionsOf(config)
    if (directory !== undefined) await createDirectory(directory.settings).check()
    return [{ check: 'ldap', status: 'ok', text: { zh: '公司目录（LDAP）可用', en: 'the directory (LDAP) answers' } }]
  } catch (error) {
    const reason = reasonOf(error)
    const finding: Finding = {
      check: 'ldap',
      status: 'failure',
      text: { zh: `公司目录（LDAP）不可用：${reason}`, en: `the directory (LDAP) cannot be used: ${reason}` },
      advice: {
        zh: '检查 PERIGON_LDAP_URL、PERIGON_LDAP_TLS、PERIGON_LDAP_CA、PERIGON_LDAP_BIND_DN、PERIGON_LDAP_BIND_PASSWORD 和 PERIGON_LDAP_BASE。',
        en: 'Check PERIGON_LDAP_URL, PERIGON_LDAP_TLS, PERIGON_LDAP_CA, PERIGON_LDAP_BIND_DN, PERIGON_LDAP_BIND_PASSWORD and PERIGON_LDAP_BASE.',
      },
    }
    return [finding]
  }
}

/** The provider of single sign-on describes itself, under the name we know it by. */
export const checkProvider: MachineCheck = async ({ config }) => {
  if (config.oidcIssuer === undefined) return []
  try {
    const { sso } = signInOptionsOf(config)
    if (sso !== undefined) await createProvider(sso.settings).check()
    return [{ check: 'oidc', status: 'ok', text: { zh: '单点登录（OIDC）可用', en: 'single sign-on (OIDC) answers' } }]
  } catch (error) {
    const reason = reasonOf(error)
    const text = { zh: `单点登录（OIDC）不可用：${reason}`, en: `single sign-on (OIDC) cannot be used: ${reason}` }
    const advice = { zh: '检查 PERIGON_OIDC_ISSUER。', en: 'Check PERIGON_OIDC_ISSUER.' }
    return [{ check: 'oidc', status: 'failure', text, advice }]
  }
}

/** The mail server answers and takes our name and password; nothing is sent. */
export const checkMail: MachineCheck = async ({ config }) => {
  if (config.smtpUrl === undefined) return []
  const fault = await mailServerFault(config.smtpUrl)
  if (fault === null) return [{ check: 'mail', status: 'ok', text: { zh: '邮件服务器可用', en: 'the mail server answers' } }]
  return [
    {
      check: 'mail',
      status: 'failure',
      text: { zh: `邮件服务器不可用：${fault}`, en: `the mail server cannot be used: ${fault}` },
      advice: { zh: '检查 PERIGON_SMTP_URL。', en: 'Check PERIGON_SMTP_URL.' },
    },
  ]
}
