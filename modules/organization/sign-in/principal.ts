import type { Actor, Kernel } from '@perigon/kernel'
import type { Clock } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import type { SecretBox } from './secret-box.ts'
import type { PolicyReader } from '../sign-in-policy/policy.ts'

/** A signed-in person or program. */
export type Principal = {
  readonly actor: Actor
  readonly login: string
  readonly roles: readonly string[]
  readonly via: 'cookie' | 'token'
  readonly csrf: string
  /** Who says that it is really this person: a password here, a directory, a provider. */
  readonly auth: 'password' | 'ldap' | 'sso'
  /** What has to be done before anything else. */
  readonly must: 'second_factor' | null
  /** The lists of networks of the person's roles; each that is not empty must hold the peer. */
  readonly networks: readonly (readonly string[])[]
}

/** Where a sign-in comes from. `device` is the cookie of a browser that was here before. */
export type Origin = { readonly peer: string; readonly agent: string; readonly device?: string | undefined }

/** A new session: the token for the cookie, and a device cookie. */
export type Opened = {
  readonly token: string
  readonly principal: Principal
  readonly device: string
  /** How long the session can last at most. */
  readonly seconds: number
}

/** A sign-in from a browser this person did not use before. */
export type NewDevice = {
  readonly user: string
  readonly session: string
  readonly peer: string
  readonly agent: string
  readonly at: Date
}

export type SignInDeps = {
  readonly db: Database
  readonly clock: Clock
  readonly note: Kernel['note']
  readonly policy: PolicyReader
  readonly onNewDevice: (notice: NewDevice) => Promise<void>
  /** Asks a directory about a login and password; the id of the user, or null. Without one everybody has a password here. */
  readonly byDirectory: ((login: string, password: string) => Promise<string | null>) | null
  /** What secrets that must be read again are kept with. */
  readonly secrets: SecretBox
}

export type Method = 'password' | 'passkey' | 'ldap' | 'sso'
