import { isJsonObject } from '@perigon/contracts'
import { useGo } from '@perigon/record-ui'
import { useEffect } from 'react'

/** Goes where a clicked push leads: the service worker brings this window to the front and says so. */
export function usePushOpened(): void {
  const go = useGo()
  useEffect(() => {
    // Pages that are not secure have none.
    const worker = 'serviceWorker' in navigator ? navigator.serviceWorker : null
    const onMessage = ({ data }: MessageEvent<unknown>) => {
      if (!isJsonObject(data) || data['kind'] !== 'perigon.open' || typeof data['url'] !== 'string') return
      if (data['url'].startsWith('/')) go(data['url'])
    }
    worker?.addEventListener('message', onMessage)
    return () => worker?.removeEventListener('message', onMessage)
  }, [go])
}
