import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { systemClock } from '@perigon/contracts'
import { Failure, GoLink, records, usePage, useRecordUi, useRefresh } from '@perigon/record-ui'
import { EmptyState, formatNear, Skeleton, textOf, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { shellPhrases } from '../phrases/shell-phrases.ts'

/** What happened, newest first; opening one marks it as read. */
export function Notifications({ object }: { readonly object: ObjectMeta }) {
  const t = usePhrases(shellPhrases)
  const { api, meta } = useRecordUi()
  const refresh = useRefresh()
  const page = usePage(object, { limit: 30, sort: ['-created_at'] })
  const rows = page.data?.data ?? []
  const unread = rows.filter((each) => textOf(each['read_at']) === '')
  const read = async (chosen: readonly WireRecord[]) => {
    await records.batch(
      api,
      object,
      chosen.map((each) => ({ op: 'update', id: each.id, data: { read_at: systemClock.now().toISOString() } })),
    )
    refresh(object)
  }
  const hrefOf = (each: WireRecord) => {
    const target = textOf(each['link_object'])
    if (target === 'import') return `/imports/${textOf(each['link_record'])}`
    const found = meta.object(target)
    return found === undefined || textOf(each['link_record']) === '' ? null : `/${found.path}/${textOf(each['link_record'])}`
  }
  if (page.error !== null) return <Failure error={page.error} onRetry={() => void page.refetch()} />
  return (
    <section className="pg-notifications" aria-label={t('notifications')}>
      <header>
        <b>{t('notifications')}</b>
        <span className="pg-grow" />
        {unread.length > 0 && (
          <Button type="link" size="small" onClick={() => void read(unread)}>
            {t('mark_all_read')}
          </Button>
        )}
      </header>
      {page.data === undefined && <Skeleton shape="lines" rows={3} />}
      {page.data !== undefined && rows.length === 0 && (
        <EmptyState small kind="first" title={t('notifications_empty')} hint={t('notifications_empty_hint')} />
      )}
      <ul>
        {rows.map((each) => (
          <Line key={each.id} notification={each} href={hrefOf(each)} onOpen={() => textOf(each['read_at']) === '' && void read([each])} />
        ))}
      </ul>
    </section>
  )
}

function Line({
  notification,
  href,
  onOpen,
}: {
  readonly notification: WireRecord
  readonly href: string | null
  readonly onOpen: () => void
}) {
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const body = (
    <>
      <b>{textOf(notification['title'])}</b>
      <span>{textOf(notification['body'])}</span>
      <small className="pg-muted">{formatNear(textOf(notification['created_at']), locale, { timeZone, now: now() })}</small>
    </>
  )
  const isUnread = textOf(notification['read_at']) === ''
  return (
    <li className={isUnread ? 'pg-notifications__line pg-notifications__line--unread' : 'pg-notifications__line'}>
      {href === null ? (
        <button type="button" onClick={onOpen}>
          {body}
        </button>
      ) : (
        <GoLink href={href} onClick={onOpen}>
          {body}
        </GoLink>
      )}
    </li>
  )
}
