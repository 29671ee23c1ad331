import { AppError, isId } from '@perigon/contracts'
import { BODY, NO_INPUT, RECORD } from '@perigon/http'
import type { FastifyInstance } from 'fastify'
import { personOf, word } from './account-person.ts'
import type { Principal } from './principal.ts'
import type { SignIn } from './sign-in.ts'
import { recordFailure, throttle } from './throttle.ts'

/** Turning a second factor on or off stands in the log, and counts at once. */
async function noteFactor({ deps, forget }: SignIn, { actor }: Principal, second_factor: string): Promise<void> {
  forget()
  await deps.note(actor, { fact: 'password', object: 'user', record: actor.id, detail: { second_factor } })
}

/** One's own sessions, password and second factor. */
export function registerAccountRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.get('/api/v1/account', { config: { access: 'session', evenIfBound: true }, schema: NO_INPUT }, async (request) => {
    const { principal } = await personOf(signIn, request)
    return { auth: principal.auth }
  })
  app.get('/api/v1/account/sessions', { config: { access: 'session', evenIfBound: true }, schema: NO_INPUT }, async (request) => {
    const { userId, token } = await personOf(signIn, request)
    return { data: await signIn.sessions(userId, token) }
  })
  app.post(
    '/api/v1/account/sessions/end-others',
    { config: { access: 'session', evenIfBound: true }, schema: BODY },
    async (request, reply) => {
      const { userId, token } = await personOf(signIn, request)
      await signIn.endOthers(userId, token)
      return reply.code(204).send()
    },
  )
  app.delete<{ Params: { id: string } }>(
    '/api/v1/account/sessions/:id',
    { config: { access: 'session', evenIfBound: true }, schema: RECORD },
    async (request, reply) => {
      const { userId } = await personOf(signIn, request)
      if (!isId(request.params.id)) throw new AppError('record.not_found')
      await signIn.endSession(userId, request.params.id)
      return reply.code(204).send()
    },
  )
  app.post('/api/v1/account/password', { config: { access: 'session', evenIfBound: true }, schema: BODY }, async (request, reply) => {
    const { principal, token } = await personOf(signIn, request)
    await signIn.changePassword(principal, { present: word(request.body, 'present'), next: word(request.body, 'password'), keep: token })
    return reply.code(204).send()
  })
  registerSecondFactorRoutes(app, signIn)
}

function registerSecondFactorRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.get('/api/v1/account/second-factor', { config: { access: 'session', evenIfBound: true }, schema: NO_INPUT }, async (request) => {
    const { userId } = await personOf(signIn, request)
    return { on: await signIn.secondFactor.needed(userId) }
  })
  app.post('/api/v1/account/second-factor', { config: { access: 'session', evenIfBound: true }, schema: BODY }, async (request) => {
    const { userId, principal } = await personOf(signIn, request)
    return signIn.secondFactor.begin(userId, principal.login)
  })
  app.post('/api/v1/account/second-factor/confirm', { config: { access: 'session', evenIfBound: true }, schema: BODY }, async (request) => {
    const { principal, userId } = await personOf(signIn, request)
    const codes = await signIn.secondFactor.confirm(userId, word(request.body, 'code'))
    await noteFactor(signIn, principal, 'on')
    return { recovery_codes: codes }
  })
  app.post(
    '/api/v1/account/second-factor/remove',
    { config: { access: 'session', evenIfBound: true }, schema: BODY },
    async (request, reply) => {
      const { principal, userId } = await personOf(signIn, request)
      const attempt = { keys: [`login:${principal.login.toLowerCase()}`], now: signIn.deps.clock.now() }
      await throttle(signIn.deps.db, attempt)
      if (!(await signIn.secondFactor.check(userId, word(request.body, 'code')))) {
        await recordFailure(signIn.deps.db, attempt)
        throw new AppError('auth.wrong_code')
      }
      await signIn.secondFactor.remove(userId)
      await noteFactor(signIn, principal, 'off')
      return reply.code(204).send()
    },
  )
}
