import { BellOutlined } from '@ant-design/icons'
import { GoLink, type RecordSlotProps } from '@perigon/record-ui'
import { formatDay, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { type Next, useNext } from './reminder.queries.ts'
import { reminderLogPhrases, reminderPhrases } from './reminder-phrases.ts'
import './reminders.css'

const NAMED = 3

/** Under the head of a record: who is told next if nobody follows up, when and why. */
export function ReminderLine({ object, record }: RecordSlotProps) {
  const t = usePhrases(reminderLogPhrases)
  const words = usePhrases(reminderPhrases)
  const label = useLabel()
  const locale = useLocale()
  const next = useNext(object.path, record.id).data?.next ?? null
  if (next === null) return null
  const field = object.fields.find(({ key }) => key === next.counted)
  const rule = label(next.rule_name)
  const why =
    field === undefined || next.base === undefined
      ? t('because', { rule })
      : t(next.counting === 'working' ? 'why_working' : 'why_calendar', {
          rule,
          field: label(field.label),
          base: next.base,
          days: next.after,
        })
  return (
    <aside className="pg-reminder-line" aria-label={t('line')}>
      <BellOutlined aria-hidden />
      <span className="pg-reminder-line__text">
        <b>{sentence(next)}</b>
        <small>{why}</small>
      </span>
      <GoLink href="/reminders">{words('title')}</GoLink>
    </aside>
  )

  function sentence({ tell, day, who, pool }: Next): string {
    const on = formatDay(day, locale)
    if (tell === 'pool') return t('next_pool', { day: on, pool: pool === null ? '' : label(pool) })
    const first = who.slice(0, NAMED).join(locale === 'zh-CN' ? '、' : ', ')
    const names = who.length === 0 ? t('nobody') : who.length > NAMED ? t('and_more', { names: first, n: who.length }) : first
    return t(tell === 'person' ? 'next_role' : `next_${tell}`, { day: on, who: names })
  }
}
