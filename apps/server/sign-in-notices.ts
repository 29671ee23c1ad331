import { type Mail, type MailKind } from '@perigon/mail'
import { type Kernel, systemActor } from '@perigon/kernel'
import type { NewDevice } from '@perigon/organization'

type Owner = { readonly name: string; readonly email: string | null; readonly locale: string; readonly time_zone: string }

async function ownerOf(kernel: Kernel, user: string): Promise<Owner | undefined> {
  const rows = await kernel.db.query<Owner>({
    text: `select u.name, u.email, u.locale, coalesce((select time_zone from company where deleted_at is null order by created_at limit 1), 'Asia/Shanghai') as time_zone
           from "user" u where u.id = $1 and u.deleted_at is null`,
    values: [user],
  })
  return rows[0]
}

function moment(at: Date, owner: Owner): string {
  return new Intl.DateTimeFormat(owner.locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: owner.time_zone }).format(at)
}

/** Browser and system out of a user agent, as people know them. */
function deviceOf(agent: string): string | null {
  const browser = /(Edg|Firefox|Chrome|Safari)/.exec(agent)?.[1]?.replace('Edg', 'Edge')
  const system = /(Windows|Mac OS X|Android|iPhone|Linux)/.exec(agent)?.[1]
  return browser === undefined ? null : [browser, system].filter((part) => part !== undefined).join(' · ')
}

function words(owner: Owner, notice: Pick<NewDevice, 'peer' | 'agent' | 'at'>): { readonly title: string; readonly body: string } {
  const device = deviceOf(notice.agent)
  return owner.locale === 'en-US'
    ? {
        title: 'Signed in from a new device',
        body: `${device ?? 'An unknown device'}, ${notice.peer}, ${moment(notice.at, owner)}. If it was not you, change your password and end that session on your account page.`,
      }
    : {
        title: '新设备登录提醒',
        body: `${device ?? '未知设备'}，${notice.peer}，${moment(notice.at, owner)}。如非本人操作，请在“我的账号”中修改密码并退出该设备。`,
      }
}

/** The mail about a new device; its payload is what the notice says. */
function newDeviceMail(kernel: Kernel): MailKind {
  return {
    name: 'new_device',
    compose: async ({ user, peer, agent, at }) => {
      const owner = await ownerOf(kernel, String(user))
      if (owner === undefined || owner.email === null) return null
      const { title, body } = words(owner, { peer: String(peer), agent: String(agent), at: new Date(String(at)) })
      return { to: owner.email, subject: title, text: `${owner.name}${owner.locale === 'en-US' ? ',' : '：'}\n\n${body}\n` }
    },
  }
}

/** Tells people, in the product and by mail, when their account is used from a browser that never did before. */
export function createNewDeviceNotice(kernel: Kernel, mail: Mail): (notice: NewDevice) => Promise<void> {
  mail.register(newDeviceMail(kernel))
  return async (notice) => {
    const owner = await ownerOf(kernel, notice.user)
    if (owner === undefined) return
    const patch = { owner: notice.user, kind: 'system', ...words(owner, notice) }
    await kernel.write(systemActor('sign-in'), [{ object: 'notification', op: 'create', id: notice.session, patch }], {
      cause: { kind: 'system', ref: 'new device' },
    })
    if (owner.email === null) return
    await mail.send('new_device', { user: notice.user, peer: notice.peer, agent: notice.agent, at: notice.at.toISOString() })
  }
}
