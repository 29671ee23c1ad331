import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { systemClock } from '@perigon/contracts'
import { Provider } from 'oidc-provider'

export const CLIENT = { id: 'perigon', secret: 'a-secret-of-the-client-0123456789' } as const

export type Account = {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
  readonly preferred_username?: string
  readonly groups?: readonly string[]
}

function newKey(): { readonly privateKey: KeyObject; readonly jwk: { readonly [name: string]: unknown } } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { privateKey, jwk: { ...privateKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' } }
}

async function listening(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ port: number; close: () => void }> {
  const server = createServer(handle)
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A real provider (oidc-provider) on loopback; whoever comes is signed in there as `as` without being asked. */
export async function startProvider(redirectUri: string) {
  let account: Account = { sub: 'nobody' }
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined
  const server = await listening((request, response) => handle(request, response))
  const issuer = `http://127.0.0.1:${server.port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    jwks: { keys: [newKey().jwk] },
    cookies: { keys: ['a-key-of-the-test'] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'], groups: ['groups'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...account, groups: [...(account.groups ?? [])] }) }),
  })
  const callback = provider.callback()
  const interact = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const details = await provider.interactionDetails(request, response)
    if (details.prompt.name === 'login') {
      await provider.interactionFinished(request, response, { login: { accountId: account.sub } })
      return
    }
    const grant = new provider.Grant({ accountId: account.sub, clientId: CLIENT.id })
    grant.addOIDCScope('openid profile email groups')
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
  }
  handle = (request, response) => {
    if (request.url?.startsWith('/interaction/') === true) {
      interact(request, response).catch((error: unknown) => {
        response.statusCode = 500
        response.end(String(error))
      })
    } else void callback(request, response)
  }
  return {
    issuer,
    as: (next: Account) => {
      account = next
    },
    stop: server.close,
  }
}

/** What a false provider does wrong. */
export type Lie = {
  readonly iss?: string
  readonly aud?: string
  readonly nonce?: string
  readonly exp?: number
  readonly alg?: 'none' | 'HS256'
  readonly otherKey?: boolean
  readonly answerIss?: string
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An ID token, true but for the lie. */
function idToken(input: { readonly issuer: string; readonly nonce: string; readonly lie: Lie; readonly key: KeyObject }): string {
  const { issuer, nonce, lie, key } = input
  const now = Math.floor(systemClock.now().getTime() / 1000)
  const head = part({ alg: lie.alg ?? 'RS256', kid: 'k1', typ: 'JWT' })
  const body = part({
    iss: lie.iss ?? issuer,
    aud: lie.aud ?? CLIENT.id,
    sub: 'false-sub',
    iat: now,
    exp: lie.exp ?? now + 300,
    nonce: lie.nonce ?? nonce,
    preferred_username: 'liar',
    groups: ['sales'],
  })
  if (lie.alg === 'none') return `${head}.${body}.`
  return `${head}.${body}.${createSign('sha256').update(`${head}.${body}`).sign(key).toString('base64url')}`
}

/** A provider that answers as it is told, to see its lies refused. It needs no PKCE, so that ours is not what refuses. */
export async function startFalseProvider() {
  let lie: Lie = {}
  let nonce = ''
  const [own, other] = [newKey(), newKey()]
  let issuer = ''
  const server = await listening((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    const json = (value: object): void => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(value))
    }
    if (url.pathname === '/.well-known/openid-configuration')
      return json({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      })
    if (url.pathname === '/jwks') {
      const { kty, n, e } = own.jwk
      return json({ keys: [{ kty, n, e, kid: 'k1', use: 'sig', alg: 'RS256' }] })
    }
    if (url.pathname === '/token')
      return json({
        access_token: 'x',
        token_type: 'Bearer',
        expires_in: 60,
        id_token: idToken({ issuer, nonce, lie, key: (lie.otherKey === true ? other : own).privateKey }),
      })
    const back = new URL(url.searchParams.get('redirect_uri') ?? issuer)
    nonce = url.searchParams.get('nonce') ?? ''
    back.searchParams.set('code', 'code')
    back.searchParams.set('state', url.searchParams.get('state') ?? '')
    back.searchParams.set('iss', lie.answerIss ?? issuer)
    response.statusCode = 303
    response.setHeader('location', back.href)
    response.end()
  })
  issuer = `http://127.0.0.1:${server.port}`
  return {
    issuer,
    tell: (next: Lie) => {
      lie = next
    },
    stop: server.close,
  }
}
