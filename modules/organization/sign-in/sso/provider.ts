import { AppError, isJsonObject } from '@perigon/contracts'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client'
import { newToken } from '../secret.ts'

/** A provider of single sign-on, after OpenID Connect. */
export type ProviderSettings = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What stands on the button: the company's word for it. */
  readonly name: string
  readonly scopes: string
  /** The claim that lists groups. */
  readonly groupsClaim: string
  /** Where the provider sends people back to; made of the configured address, never of a request. */
  readonly redirectUri: string
}

/** What has to be remembered between leaving and coming back. */
export type Departure = { readonly url: URL; readonly state: string; readonly nonce: string; readonly verifier: string }

/** Somebody the provider vouches for. */
export type ProviderPerson = {
  readonly subject: string
  readonly login: string
  readonly name: string
  /** Null unless the provider says that it is verified. */
  readonly email: string | null
  readonly groups: readonly string[]
}

export type Provider = {
  readonly issuer: string
  readonly name: string
  leave(): Promise<Departure>
  /** Checks what came back: state, nonce, issuer, audience, signature, expiry. Throws `auth.sso`. */
  arrive(query: string, expected: Pick<Departure, 'state' | 'nonce' | 'verifier'>): Promise<ProviderPerson>
  /** Reads the provider's own description; throws what is wrong. */
  check(): Promise<void>
}

const WAIT_SECONDS = 10

function isLoopback(url: URL): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)
}

async function describe(settings: ProviderSettings): Promise<Configuration> {
  const url = new URL(settings.issuer)
  // Signatures are checked also where the token came straight from the provider: a proxy may stand between.
  const insecure = url.protocol === 'http:' && isLoopback(url) ? [allowInsecureRequests] : []
  return discovery(url, settings.clientId, settings.clientSecret, undefined, {
    execute: [enableNonRepudiationChecks, ...insecure],
    timeout: WAIT_SECONDS,
  })
}

function text(claims: { readonly [name: string]: unknown }, name: string): string | null {
  const value = claims[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null
}

function personOf(claims: { readonly [name: string]: unknown }, subject: string, groupsClaim: string): ProviderPerson {
  const groups = claims[groupsClaim]
  const email = claims['email_verified'] === true ? text(claims, 'email') : null
  const login = (text(claims, 'preferred_username') ?? email ?? subject).normalize('NFKC').toLowerCase().slice(0, 100)
  return {
    subject,
    login,
    name: text(claims, 'name') ?? login,
    email,
    groups: Array.isArray(groups) ? groups.filter((each) => typeof each === 'string') : [],
  }
}

async function arrive(
  settings: ProviderSettings,
  config: Configuration,
  input: { readonly query: string; readonly expected: Pick<Departure, 'state' | 'nonce' | 'verifier'> },
): Promise<ProviderPerson> {
  const { state, nonce, verifier } = input.expected
  const tokens = await authorizationCodeGrant(config, new URL(`${settings.redirectUri}?${input.query}`), {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (claims === undefined) throw new Error('the provider sent no ID token')
  const hasMore = config.serverMetadata().userinfo_endpoint !== undefined
  const more: unknown = hasMore ? await fetchUserInfo(config, tokens.access_token, claims.sub) : {}
  return personOf({ ...claims, ...(isJsonObject(more) ? more : {}) }, claims.sub, settings.groupsClaim)
}

/** Authorization code with PKCE; the provider's description is read when it is first needed. */
export function createProvider(settings: ProviderSettings): Provider {
  let described: Promise<Configuration> | null = null
  const configuration = async (): Promise<Configuration> => {
    described ??= describe(settings)
    try {
      return await described
    } catch (cause) {
      described = null
      throw new AppError('auth.sso_down', { data: { name: settings.name }, cause })
    }
  }
  return {
    issuer: settings.issuer,
    name: settings.name,
    leave: async () => {
      const config = await configuration()
      const [state, nonce, verifier] = [newToken(), randomNonce(), randomPKCECodeVerifier()]
      const url = buildAuthorizationUrl(config, {
        redirect_uri: settings.redirectUri,
        scope: settings.scopes,
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { url, state, nonce, verifier }
    },
    arrive: async (query, expected) => {
      const config = await configuration()
      try {
        return await arrive(settings, config, { query, expected })
      } catch (cause) {
        throw new AppError('auth.sso', { cause })
      }
    },
    check: async () => {
      await describe(settings)
    },
  }
}
