import { isId, type ObjectMeta } from '@perigon/contracts'
import { useGo, useRecord, useRecordUi } from '@perigon/record-ui'
import { Skeleton } from '@perigon/ui'
import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useNotificationActions, useNotificationHref } from './use-notification-actions.ts'

/** Where a pushed notification leads: it is marked as read, and what it is about is opened. One that is gone leads to the inbox. */
export function OpenedPage() {
  const { meta } = useRecordUi()
  const object = meta.object('notification')
  const search = useRouterState({ select: (state) => state.location.searchStr })
  // The address this page was opened with: on the way out the router tells the next one already.
  const [id] = useState(() => new URLSearchParams(search).get('id') ?? '')
  const go = useGo()
  const isWrong = !isId(id)
  useEffect(() => {
    if (isWrong) go('/notifications', 'replace')
  })
  return object === undefined || isWrong ? null : <Opened object={object} id={id} />
}

function Opened({ object, id }: { readonly object: ObjectMeta; readonly id: string }) {
  const go = useGo()
  const hrefOf = useNotificationHref()
  const { read } = useNotificationActions(object)
  const { data, error } = useRecord(object, id)
  const isDone = useRef(false)
  useEffect(() => {
    if (isDone.current || (data === undefined && error === null)) return
    isDone.current = true
    if (data !== undefined) void read(data)
    go((data === undefined ? null : hrefOf(data)) ?? '/notifications', 'replace')
  })
  return <Skeleton shape="record" rows={4} />
}
