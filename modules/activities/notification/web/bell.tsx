import { BellOutlined } from '@ant-design/icons'
import { useRecordUi } from '@perigon/record-ui'
import { usePhrases } from '@perigon/ui'
import { Popover } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { inboxPhrases } from './inbox-phrases.ts'
import { usePushOpened } from './use-push-opened.ts'
import { useUnread } from './use-unread.ts'
import './inbox.css'

const Newest = lazy(async () => ({ default: (await import('./newest-notifications.tsx')).NewestNotifications }))

/** In the top bar: how many notifications are unread, and the newest ones. */
export function Bell() {
  const t = usePhrases(inboxPhrases)
  const { meta } = useRecordUi()
  const [isOpen, setOpen] = useState(false)
  const object = meta.object('notification')
  const n = useUnread(object)
  usePushOpened()
  if (object === undefined) return null
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      open={isOpen}
      onOpenChange={setOpen}
      content={
        <Suspense>
          <Newest object={object} unread={n} onClose={() => setOpen(false)} />
        </Suspense>
      }
    >
      <button type="button" className="pg-top__icon" aria-label={n > 0 ? t('bell_n', { n }) : t('title')} aria-expanded={isOpen}>
        <BellOutlined aria-hidden />
        {n > 0 && <span className="pg-badge">{n > 99 ? '99+' : n}</span>}
      </button>
    </Popover>
  )
}
