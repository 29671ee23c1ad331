import type { SessionInfo } from '@perigon/contracts'
import { useSyncExternalStore } from 'react'

/** Who is signed in. `renew` waits until the person has signed in again over the page. */
export type SessionStore = {
  readonly get: () => SessionInfo | null
  readonly set: (info: SessionInfo | null) => void
  readonly renew: () => Promise<void>
  readonly isExpired: () => boolean
  readonly subscribe: (listener: () => void) => () => void
}

/** Makes the store of the page. */
export function createSessionStore(): SessionStore {
  const listeners = new Set<() => void>()
  let info: SessionInfo | null = null
  let waiting: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null
  const tell = () => {
    for (const listener of listeners) listener()
  }
  return {
    get: () => info,
    set: (next) => {
      info = next
      waiting?.resolve()
      waiting = null
      tell()
    },
    renew: () => {
      waiting ??= Promise.withResolvers<void>()
      tell()
      return waiting.promise
    },
    isExpired: () => waiting !== null,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The signed-in person, following changes. */
export function useSessionInfo(store: SessionStore): SessionInfo | null {
  return useSyncExternalStore(store.subscribe, store.get, store.get)
}

/** True while a call waits for the person to sign in again. */
export function useSessionExpired(store: SessionStore): boolean {
  return useSyncExternalStore(store.subscribe, store.isExpired, store.isExpired)
}
