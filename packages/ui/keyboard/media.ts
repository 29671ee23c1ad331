import { useSyncExternalStore } from 'react'

const PHONE = '(max-width: 640px)'

/** True on screens up to 640 px: cards instead of rows, bottom bar instead of side navigation. */
export function usePhone(): boolean {
  return useMedia(PHONE)
}

/** True while a media query matches. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
    () => false,
  )
}

let isPrinting = false

/** True while the browser prints: paper does not scroll, so everything loaded has to be drawn. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    (listener) => {
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
    },
    () => isPrinting,
    () => false,
  )
}
