import type { Locale } from '@perigon/contracts'
import type { Command } from '@perigon/kernel'
import { type People, whoIsTold } from '@perigon/organization'
import type { Verdict } from './verdict.ts'

/** What a notice tells of a customer. */
export type Notable = Pick<Verdict, 'customer' | 'owner' | 'title' | 'date'> & {
  readonly rule: Pick<Verdict['rule'], 'name' | 'name_en' | 'days' | 'counting' | 'pool' | 'pool_name' | 'pool_name_en'>
}

export type NoticeStep = 'owner' | 'manager' | 'reclaimed'

/** One customer, and what is to be told of it. */
export type Telling = { readonly verdict: Notable; readonly step: NoticeStep }

/**
 * Notices for those concerned, in their language: as with reminders, whoever cannot be told is stood for by whoever is next above. Who
 * is to hear of a customer as the owner and as the manager at once hears of it once.
 */
export function noticeCommands(people: People, tellings: readonly Telling[]): readonly Command[] {
  const seen = new Set<string>()
  const managersFirst = tellings.toSorted((a, b) => Number(b.step === 'manager') - Number(a.step === 'manager'))
  return managersFirst.flatMap(({ verdict, step }) =>
    whoIsTold(people, { employee: verdict.owner, tell: step === 'manager' ? 'manager' : 'themselves' }).flatMap((user) => {
      const key = `${verdict.customer} ${user}`
      if (seen.has(key)) return []
      seen.add(key)
      return [noticeFor(people, { verdict, step, user })]
    }),
  )
}

function noticeFor({ employees, logins }: People, { verdict, step, user }: Telling & { readonly user: string }): Command {
  const locale = logins.get(user)?.locale ?? 'zh-CN'
  const owner = employees.get(verdict.owner)
  const ownerName = owner === undefined || owner.user === user ? null : owner.name
  const patch = {
    owner: user,
    kind: step === 'reclaimed' ? 'record' : 'todo',
    title: titleOf(verdict, { step, locale, ownerName }),
    body: whyOf(verdict, locale),
    link_object: step === 'reclaimed' ? null : 'customer',
    link_record: step === 'reclaimed' ? null : verdict.customer,
  }
  return { object: 'notification', op: 'create', patch }
}

type Words = { readonly step: NoticeStep; readonly locale: Locale; readonly ownerName: string | null }

function titleOf({ title, date, rule }: Notable, { step, locale, ownerName }: Words): string {
  const isEnglish = locale === 'en-US'
  const pool = isEnglish ? (rule.pool_name_en ?? rule.pool_name) : rule.pool_name
  const name = title.slice(0, 80)
  const whose = ownerName === null ? '' : isEnglish ? ` (${ownerName})` : `（${ownerName}）`
  if (step === 'reclaimed') return isEnglish ? `${name}${whose} went back to ${pool}` : `“${name}”${whose}已回收到${pool}`
  return isEnglish ? `${name}${whose} goes back to ${pool} on ${date}` : `“${name}”${whose}将于 ${date} 回收到${pool}，请尽快跟进`
}

/** The rule and its length; not the date it counted from, which the reader may not be allowed to see. */
function whyOf({ rule: { name, name_en, days, counting } }: Notable, locale: Locale): string {
  const isWorking = counting === 'working'
  return locale === 'en-US'
    ? `Rule “${name_en ?? name}”: after ${days} ${isWorking ? 'working ' : ''}day${days === 1 ? '' : 's'}`
    : `规则“${name}”：满 ${days} ${isWorking ? '个工作日' : '天'}回收`
}
