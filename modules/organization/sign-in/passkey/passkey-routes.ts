import { AppError, isJsonObject, type SessionInfo } from '@perigon/contracts'
import { BODY, keepSession, NO_INPUT, originOf, RECORD, RECORD_BODY, sessionToken } from '@perigon/http'
import type { FastifyInstance } from 'fastify'
import { personOf, word } from '../account-person.ts'
import type { Principal } from '../principal.ts'
import type { SignIn } from '../sign-in.ts'
import { recordFailure, throttle } from '../throttle.ts'
import type { Passkeys } from './passkey.ts'

type ById = { Params: { id: string } }
export type PasskeyDeps = {
  readonly signIn: SignIn
  readonly passkeys: Passkeys | null
  readonly sessionInfo: (principal: Principal) => Promise<SessionInfo>
}

const NAME = 60

/** One's own passkeys. Adding one counts as a second factor. */
export function registerPasskeyRoutes(app: FastifyInstance, { signIn, passkeys }: PasskeyDeps): void {
  const there = (): Passkeys => {
    if (passkeys === null) throw new AppError('auth.no_passkeys')
    return passkeys
  }
  app.get('/api/v1/account/passkeys', { config: { access: 'session', evenIfBound: true }, schema: NO_INPUT }, async (request) => {
    const { userId } = await personOf(signIn, request)
    return { origin: passkeys?.origin ?? null, data: passkeys === null ? [] : await passkeys.list(userId) }
  })
  app.post('/api/v1/account/passkeys/begin', { config: { access: 'session', evenIfBound: true }, schema: BODY }, async (request) => {
    const { principal } = await personOf(signIn, request)
    return there().begin(principal)
  })
  app.post('/api/v1/account/passkeys', { config: { access: 'session', evenIfBound: true }, schema: BODY }, async (request, reply) => {
    const { principal } = await personOf(signIn, request)
    const response = isJsonObject(request.body) ? request.body['response'] : null
    await there().finish(principal, { name: word(request.body, 'name', NAME).trim(), response })
    signIn.forget()
    return reply.code(204).send()
  })
  app.patch<ById>(
    '/api/v1/account/passkeys/:id',
    { config: { access: 'session', evenIfBound: true }, schema: RECORD_BODY },
    async (request, reply) => {
      const { principal } = await personOf(signIn, request)
      await there().rename(principal, request.params.id, word(request.body, 'name', NAME).trim())
      return reply.code(204).send()
    },
  )
  app.delete<ById>(
    '/api/v1/account/passkeys/:id',
    { config: { access: 'session', evenIfBound: true }, schema: RECORD },
    async (request, reply) => {
      const { principal } = await personOf(signIn, request)
      await there().remove(principal, request.params.id)
      signIn.forget()
      return reply.code(204).send()
    },
  )
}

/** Signing in with a passkey: no name is typed, the key says whose it is. */
export function registerPasskeySignIn(app: FastifyInstance, { signIn, passkeys, sessionInfo }: PasskeyDeps): void {
  const there = (): Passkeys => {
    if (passkeys === null) throw new AppError('auth.no_passkeys')
    return passkeys
  }
  app.post('/api/v1/session/passkey/begin', { config: { access: 'public' }, schema: BODY }, async () => there().ask())
  app.post('/api/v1/session/passkey', { config: { access: 'public' }, schema: BODY }, async (request, reply) => {
    const attempt = { keys: [`peer:${request.ip}`], now: signIn.deps.clock.now() }
    await throttle(signIn.deps.db, attempt)
    const userId = await there()
      .prove(isJsonObject(request.body) ? request.body['response'] : null)
      .catch(async (error: unknown) => {
        await recordFailure(signIn.deps.db, attempt)
        throw error
      })
    const old = sessionToken(request)
    const { principal, ...opened } = await signIn.open(userId, 'passkey', originOf(request))
    if (old !== undefined) await signIn.signOut(old)
    keepSession(reply, opened)
    return sessionInfo(principal)
  })
}
