import type { Locale } from '@perigon/contracts'
import type { Command } from '@perigon/kernel'
import type { PoolReader } from '../ownership-change/admission.ts'
import type { Verdict } from './verdict.ts'

/** What a notice tells of a customer. */
export type Notable = Pick<Verdict, 'customer' | 'owner' | 'title' | 'date'> & {
  readonly rule: Pick<Verdict['rule'], 'name' | 'name_en' | 'days' | 'counting' | 'pool' | 'pool_name' | 'pool_name_en'>
}

export type NoticeStep = 'owner' | 'manager' | 'reclaimed'

type Addressee = { readonly owner: string; readonly owner_name: string; readonly user_id: string; readonly locale: Locale }

// A manager is the owner's own, or else the head of the department; nobody is told twice of oneself.
const TO_OWNERS = `select e.id as owner, e.name as owner_name, u.id as user_id, u.locale from employee e
  join "user" u on u.employee = e.id and u.status = 'active' and u.deleted_at is null where e.id = any($1::uuid[])`
const TO_MANAGERS = `select e.id as owner, e.name as owner_name, u.id as user_id, u.locale from employee e
  left join department d on d.id = e.department
  join "user" u on u.employee = coalesce(e.manager, nullif(d.manager, e.id)) and u.status = 'active' and u.deleted_at is null
  where e.id = any($1::uuid[])`

/** Notices for those concerned, in their language; people without a login get none. */
export async function noticeCommands(reader: PoolReader, verdicts: readonly Notable[], step: NoticeStep): Promise<readonly Command[]> {
  if (verdicts.length === 0) return []
  const owners = [...new Set(verdicts.map(({ owner }) => owner))]
  const people = await reader.query<Addressee>(step === 'manager' ? TO_MANAGERS : TO_OWNERS, [owners])
  return verdicts.flatMap((verdict) =>
    people
      .filter(({ owner }) => owner === verdict.owner)
      .map(({ user_id, locale, owner_name }): Command => {
        const patch = {
          owner: user_id,
          kind: step === 'reclaimed' ? 'record' : 'todo',
          title: titleOf(verdict, { step, locale, ownerName: owner_name }),
          body: whyOf(verdict, locale),
          link_object: step === 'reclaimed' ? null : 'customer',
          link_record: step === 'reclaimed' ? null : verdict.customer,
        }
        return { object: 'notification', op: 'create', patch }
      }),
  )
}

type Words = { readonly step: NoticeStep; readonly locale: Locale; readonly ownerName: string }

function titleOf({ title, date, rule }: Notable, { step, locale, ownerName }: Words): string {
  const isEnglish = locale === 'en-US'
  const pool = isEnglish ? (rule.pool_name_en ?? rule.pool_name) : rule.pool_name
  const name = title.slice(0, 80)
  if (step === 'reclaimed') return isEnglish ? `${name} went back to ${pool}` : `“${name}”已回收到${pool}`
  const whose = step === 'manager' ? (isEnglish ? ` (${ownerName})` : `（${ownerName}）`) : ''
  return isEnglish ? `${name}${whose} goes back to ${pool} on ${date}` : `“${name}”${whose}将于 ${date} 回收到${pool}，请尽快跟进`
}

/** The rule and its length; not the date it counted from, which the reader may not be allowed to see. */
function whyOf({ rule: { name, name_en, days, counting } }: Notable, locale: Locale): string {
  const isWorking = counting === 'working'
  return locale === 'en-US'
    ? `Rule “${name_en ?? name}”: after ${days} ${isWorking ? 'working ' : ''}day${days === 1 ? '' : 's'}`
    : `规则“${name}”：满 ${days} ${isWorking ? '个工作日' : '天'}回收`
}
