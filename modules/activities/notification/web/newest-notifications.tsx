import type { ObjectMeta } from '@perigon/contracts'
import { Failure, GoLink, usePage } from '@perigon/record-ui'
import { EmptyState, Skeleton, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { inboxQuery } from './inbox-query.ts'
import { inboxPhrases } from './inbox-phrases.ts'
import { NotificationText } from './notification-text.tsx'
import { useNotificationActions, useNotificationHref } from './use-notification-actions.ts'

const NEWEST = 8

type NewestProps = { readonly object: ObjectMeta; readonly unread: number; readonly onClose: () => void }

/** Under the bell: the newest open notifications; opening one marks it as read. */
export function NewestNotifications({ object, unread, onClose }: NewestProps) {
  const t = usePhrases(inboxPhrases)
  const actions = useNotificationActions(object)
  const hrefOf = useNotificationHref()
  const page = usePage(object, { ...inboxQuery('open'), limit: NEWEST })
  const rows = page.data?.data ?? []
  if (page.error !== null && page.data === undefined) return <Failure error={page.error} onRetry={() => void page.refetch()} />
  return (
    <section className="pg-newest" aria-label={t('title')}>
      <header>
        <b>{t('title')}</b>
        <span className="pg-grow" />
        {unread > 0 && (
          <Button type="link" size="small" onClick={() => void actions.readAll({ kinds: [], q: '' })}>
            {t('mark_all_read')}
          </Button>
        )}
      </header>
      {page.data === undefined && <Skeleton shape="lines" rows={3} />}
      {page.data !== undefined && rows.length === 0 && (
        <EmptyState small kind="first" title={t('empty_open')} hint={t('empty_open_hint')} />
      )}
      <ul>
        {rows.map((each) => (
          <li key={each.id}>
            <GoLink
              href={hrefOf(each) ?? '/notifications'}
              onClick={() => {
                void actions.read(each)
                onClose()
              }}
            >
              <NotificationText notification={each} />
            </GoLink>
          </li>
        ))}
      </ul>
      <footer>
        <GoLink href="/notifications" onClick={onClose}>
          {t('see_all')}
        </GoLink>
      </footer>
    </section>
  )
}
