import type { SessionInfo } from '@perigon/contracts'
import { useRouter } from '@tanstack/react-router'
import { createContext, useCallback, useContext } from 'react'
import type { Api } from '../../core/api.ts'
import type { MetaIndex } from '../../core/meta-index.ts'
import type { ObjectWeb, WebModule } from '../../core/web-module.ts'

/** What every screen may reach: server, metadata, the person, the modules. */
export type RecordUi = {
  readonly api: Api
  readonly session: SessionInfo
  readonly meta: MetaIndex
  readonly modules: readonly WebModule[]
  readonly objectWeb: (object: string) => ObjectWeb
}

const Context = createContext<RecordUi | null>(null)

export const RecordUiContext = Context.Provider

/** The surroundings of a record screen. */
export function useRecordUi(): RecordUi {
  const value = useContext(Context)
  if (value === null) throw new Error('RecordUiContext is missing')
  return value
}

/** Goes to an address of the application. */
export function useGo(): (href: string, how?: 'replace') => void {
  const router = useRouter()
  return useCallback((href, how) => (how === 'replace' ? router.history.replace(href) : router.history.push(href)), [router])
}
