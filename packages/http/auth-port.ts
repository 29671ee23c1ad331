import type { SessionInfo } from '@perigon/contracts'
import type { Actor } from '@perigon/kernel'

/** Who a request comes from, as the sign-in module tells it. */
export type Caller = { readonly actor: Actor; readonly via: 'cookie' | 'token'; readonly csrf: string }

/** What the HTTP layer needs of sign-in; a module fills it. */
export type AuthPort = {
  bySession(token: string): Promise<Caller | null>
  byToken(token: string): Promise<Caller | null>
  signIn(input: {
    readonly login: string
    readonly password: string
    readonly peer: string
    readonly agent: string
    readonly code?: string | undefined
  }): Promise<{ readonly token: string; readonly info: SessionInfo }>
  signOut(token: string): Promise<void>
  sessionInfo(caller: Caller): Promise<SessionInfo>
  setLocale(caller: Caller, locale: 'zh-CN' | 'en-US'): Promise<void>
  setupNeeded(): Promise<boolean>
  /** Creates company and administrator; returns a session for the new administrator. */
  setUp(
    input: Record<string, unknown>,
    request: { readonly peer: string; readonly agent: string },
  ): Promise<{ readonly token: string; readonly info: SessionInfo }>
}
