import { type ObjectMeta, systemClock } from '@perigon/contracts'
import { useLive, useOutdate, usePage } from '@perigon/record-ui'
import { useEffect, useRef, useState } from 'react'
import { UNREAD } from '../notification.object.ts'

const ASK_EVERY_MS = 60_000
const AWAY_MS = 5 * 60_000

/** How many notifications are unread: told by the server, or asked for every minute while somebody is there and nothing is told. */
export function useUnread(object: ObjectMeta | undefined): number {
  const outdate = useOutdate()
  const [told, setTold] = useState<number | null>(null)
  const isLive = useLive('notifications', ({ unread }) => {
    if (typeof unread === 'number') setTold(unread)
    if (object !== undefined) outdate(object)
  })
  const isTold = isLive && told !== null
  const page = usePage(object, { filter: UNREAD, limit: 1, fields: ['title'], count: 'capped' }, !isTold)
  useAsking(isLive ? null : () => void page.refetch())
  return isTold ? told : (page.data?.count ?? 0)
}

// Asking counts as use of the session, so a page nobody touches must not do it for ever.
function useAsking(ask: (() => void) | null): void {
  const latest = useRef(ask)
  latest.current = ask
  const isAsking = ask !== null
  useEffect(() => {
    if (!isAsking) return
    let touched = systemClock.now().getTime()
    const touch = () => {
      touched = systemClock.now().getTime()
    }
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && systemClock.now().getTime() - touched < AWAY_MS) latest.current?.()
    }, ASK_EVERY_MS)
    document.addEventListener('pointerdown', touch)
    document.addEventListener('keydown', touch)
    return () => {
      clearInterval(timer)
      document.removeEventListener('pointerdown', touch)
      document.removeEventListener('keydown', touch)
    }
  }, [isAsking])
}
