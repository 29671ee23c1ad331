import type { MailKind } from '@perigon/mail'
import type { SignInDeps } from '../principal.ts'
import { issuePasswordLink, LINK_MINUTES, passwordLinkAddress } from './password-link.ts'

/** Mails about one account within fifteen minutes; what is asked for beyond is not sent. */
const MOST = 3

type Recipient = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly locale: string
  readonly recent: number
  readonly by_login: boolean
}

/** The one active user with a password who has this login or, if it is theirs alone, this address. */
const RECIPIENT = `select u.id, u.name, u.email, u.locale, lower(u.login) = $1 as by_login,
    (select count(*)::int from event e where e.op = 'password' and e.record = u.id and e.changes ->> 'reset' = 'mailed' and e.at > $2) as recent
  from "user" u where u.status = 'active' and u.deleted_at is null and coalesce(u.auth, 'password') = 'password' and u.email is not null
    and (lower(u.login) = $1 or lower(u.email) = $1) order by by_login desc limit 2`

/** The mail with a link to set a new password. Nobody is written to when the name is unknown or has no address. */
export function resetMail(deps: SignInDeps, publicUrl: string): MailKind {
  return {
    name: 'password_reset',
    compose: async ({ login }) => {
      const since = new Date(deps.clock.now().getTime() - LINK_MINUTES * 60_000)
      const found = await deps.db.query<Recipient>({ text: RECIPIENT, values: [String(login), since.toISOString()] })
      const [user, second] = found
      if (user === undefined || user.recent >= MOST || (second !== undefined && !user.by_login)) return null
      const address = passwordLinkAddress(publicUrl, await issuePasswordLink(deps, user.id, 'mail'))
      await deps.note({ id: null, name: 'mail' }, { fact: 'password', object: 'user', record: user.id, detail: { reset: 'mailed' } })
      return { to: user.email, ...(user.locale === 'en-US' ? english(user.name, address) : chinese(user.name, address)) }
    },
  }
}

function chinese(name: string, address: string): { readonly subject: string; readonly text: string } {
  return {
    subject: '重设周全 CRM 密码',
    text: `${name}，您好：

有人（应该是您）请求重设您的周全 CRM 密码。请在 ${LINK_MINUTES} 分钟内打开以下链接设置新密码，链接只能使用一次：

${address}

如果不是您本人操作，请忽略此邮件，您的密码不会改变。
`,
  }
}

function english(name: string, address: string): { readonly subject: string; readonly text: string } {
  return {
    subject: 'Reset your Perigon password',
    text: `Hello ${name},

somebody, probably you, asked to reset your Perigon password. Open this link within ${LINK_MINUTES} minutes to set a new one; it works once:

${address}

If it was not you, ignore this mail. Your password stays as it is.
`,
  }
}
