import type { Label } from '@perigon/contracts'

/** Settings of the ways in: mail for links and notices. */
export type SignInSettings = {
  /** `smtp://user:password@host:587` or `smtps://…`; without it nothing is mailed. */
  readonly smtpUrl: string | undefined
  readonly mailFrom: string | undefined
}

type Parsed<T> = { readonly value: T } | { readonly message: Label }
/** Reads one setting of the environment; undefined when it is not set. */
export type Take = (name: string, parse: (text: string) => Parsed<string>) => string | undefined

/** Name and key of each setting, for the list of the configuration. */
export const signInNames = [
  { name: 'PERIGON_SMTP_URL', key: 'smtpUrl' },
  { name: 'PERIGON_MAIL_FROM', key: 'mailFrom' },
] as const satisfies readonly { readonly name: string; readonly key: keyof SignInSettings }[]

/** Settings whose values no screen shows. */
export const signInSecrets: readonly string[] = ['PERIGON_SMTP_URL']

/** Reads the settings of the ways in. */
export function readSignIn(take: Take): SignInSettings {
  return {
    smtpUrl: take('PERIGON_SMTP_URL', parseSmtp),
    mailFrom: take('PERIGON_MAIL_FROM', parseMailbox),
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
  ]
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
