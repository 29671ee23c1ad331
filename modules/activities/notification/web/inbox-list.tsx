import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { useGo } from '@perigon/record-ui'
import { Tag, textOf, useLabel, useLineKeys, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { type KeyboardEvent, useRef } from 'react'
import { NOTIFICATION_KINDS } from '../notification.object.ts'
import { inboxPhrases } from './inbox-phrases.ts'
import { NotificationText } from './notification-text.tsx'
import { isDone, useNotificationActions, useNotificationHref } from './use-notification-actions.ts'

type ListProps = { readonly object: ObjectMeta; readonly rows: readonly WireRecord[] }

/** The notifications; arrows move, Enter opens, D is done, U switches read. */
export function InboxList({ object, rows }: ListProps) {
  const t = usePhrases(inboxPhrases)
  const list = useRef<HTMLDivElement>(null)
  const keys = useLineKeys(list)
  return (
    <div ref={list} role="grid" className="pg-inbox__list" aria-label={t('list')} tabIndex={-1} {...keys}>
      {rows.map((each, index) => (
        <InboxLine key={each.id} object={object} notification={each} isFirst={index === 0} />
      ))}
    </div>
  )
}

type LineProps = {
  readonly object: ObjectMeta
  readonly notification: WireRecord
  readonly isFirst: boolean
}

function InboxLine({ object, notification, isFirst }: LineProps) {
  const t = usePhrases(inboxPhrases)
  const label = useLabel()
  const go = useGo()
  const actions = useNotificationActions(object)
  const href = useNotificationHref()(notification)
  const known = NOTIFICATION_KINDS.find((option) => option.value === textOf(notification['kind']))
  const open = () => {
    void actions.read(notification)
    if (href !== null) go(href)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const key = event.key.toLowerCase()
    if (key === 'enter') open()
    else if (key === 'u') void actions.switchRead(notification)
    else if (key === 'd') void actions.switchDone(notification)
    else return
    event.preventDefault()
  }
  return (
    <div role="row" className="pg-inbox__line" tabIndex={isFirst ? 0 : -1} onKeyDown={onKeyDown}>
      <span role="gridcell" className="pg-inbox__kind">
        {known !== undefined && <Tag color={known.color}>{label(known.label)}</Tag>}
      </span>
      <span role="gridcell" className="pg-inbox__what">
        <button type="button" tabIndex={-1} onClick={open}>
          <NotificationText notification={notification} />
        </button>
      </span>
      <span role="gridcell">
        <Button size="small" onClick={() => void actions.switchDone(notification)}>
          {t(isDone(notification) ? 'reopen' : 'mark_done')}
        </Button>
      </span>
    </div>
  )
}
