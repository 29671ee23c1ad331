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
