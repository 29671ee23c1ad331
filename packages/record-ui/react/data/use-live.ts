import { useEffect, useRef, useState } from 'react'
import { type LiveMessage, openLiveLine } from '../../core/live-line.ts'

/** Hears one topic for as long as the component is there; false while there is no line and one has to ask instead. */
export function useLive(topic: string, onMessage: (message: LiveMessage) => void): boolean {
  const [isLive, setLive] = useState(false)
  const latest = useRef(onMessage)
  latest.current = onMessage
  useEffect(
    () =>
      openLiveLine({
        onLive: setLive,
        onMessage: (message) => {
          if (message.topic === topic) latest.current(message)
        },
      }),
    [topic],
  )
  return isLive
}
