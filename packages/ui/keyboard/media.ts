import { useCallback, useSyncExternalStore } from 'react'

const PHONE = '(max-width: 640px)'

/** True on screens up to 640 px: cards instead of rows, bottom bar instead of side navigation. */
export function usePhone(): boolean {
  return useMedia(PHONE)
}

/** True while a media query matches. */
export function useMedia(query: string): boolean {
  const listen = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(
    listen,
    () => matchMedia(query).matches,
    () => false,
  )
}

let isPrinting = false

// One function for all: with a new one every cell that asks would listen anew each time it is drawn.
function onPrint(listener: () => void): () => void {
  const start = () => {
    isPrinting = true
    listener()
  }
  const end = () => {
    isPrinting = false
    listener()
  }
  addEventListener('beforeprint', start)
  addEventListener('afterprint', end)
  return () => {
    removeEventListener('beforeprint', start)
    removeEventListener('afterprint', end)
  }
}

/** True while the browser prints: paper does not scroll, so everything loaded has to be drawn. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    onPrint,
    () => isPrinting,
    () => false,
  )
}
