import type { WireRecord } from '@perigon/contracts'
import { formatMoment, formatNear, textOf, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { inboxPhrases } from './inbox-phrases.ts'
import { isUnread } from './use-notification-actions.ts'

/** Title, what it says, and when; a dot and weight tell that it is unread. */
export function NotificationText({ notification }: { readonly notification: WireRecord }) {
  const t = usePhrases(inboxPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const at = textOf(notification['created_at'])
  const body = textOf(notification['body'])
  const isNew = isUnread(notification)
  return (
    <span className={isNew ? 'pg-notice pg-notice--unread' : 'pg-notice'}>
      <span className="pg-notice__title">
        {isNew && <span className="pg-notice__dot" role="img" aria-label={t('is_unread')} />}
        {textOf(notification['title'])}
      </span>
      {body !== '' && <span className="pg-notice__body">{body}</span>}
      <time className="pg-muted" dateTime={at} title={formatMoment(at, locale, timeZone)}>
        {formatNear(at, locale, { timeZone, now: now() })}
      </time>
    </span>
  )
}
