import type { SessionInfo } from '@perigon/contracts'
import type { Actor } from '@perigon/kernel'

/** Who a request comes from, as the sign-in module tells it. */
export type Caller = {
  readonly actor: Actor
  readonly via: 'cookie' | 'token'
  readonly csrf: string
  /** What the caller has to do before anything else; only routes that say `evenIfBound` serve them until then. */
  readonly must: 'second_factor' | null
}

/** Where a sign-in comes from: address, browser, and the cookie of a browser that was here before. */
export type Origin = { readonly peer: string; readonly agent: string; readonly device?: string | undefined }

/** A session just opened: token and device for cookies, and how long the session can last. */
export type OpenedSession = { readonly token: string; readonly device: string; readonly seconds: number; readonly info: SessionInfo }

/** What the HTTP layer needs of sign-in; a module fills it. */
export type AuthPort = {
  bySession(token: string, peer: string): Promise<Caller | null>
  byToken(token: string, peer: string): Promise<Caller | null>
  /** Who a session belongs to at this moment, nothing remembered, and without counting as use of it. */
  sessionNow(token: string, peer: string): Promise<Caller | null>
  signIn(input: Origin & { readonly login: string; readonly password: string; readonly code?: string | undefined }): Promise<OpenedSession>
  signOut(token: string): Promise<void>
  sessionInfo(caller: Caller): Promise<SessionInfo>
  setLocale(caller: Caller, locale: 'zh-CN' | 'en-US'): Promise<void>
  setupNeeded(): Promise<boolean>
  /** Creates company and administrator; returns a session for the new administrator. */
  setUp(input: Record<string, unknown>, origin: Origin): Promise<OpenedSession>
}
