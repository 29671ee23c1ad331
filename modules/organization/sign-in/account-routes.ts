import { AppError, isId, isJsonObject } from '@perigon/contracts'
import { BODY, NO_INPUT, RECORD, SESSION_COOKIE } from '@perigon/http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Principal, SignIn } from './sign-in.ts'

/** The signed-in person of a request; programs with tokens have no account page. */
async function personOf(
  signIn: SignIn,
  request: FastifyRequest,
): Promise<{ readonly principal: Principal; readonly token: string; readonly userId: string }> {
  const token = request.cookies[SESSION_COOKIE] ?? ''
  const principal = token === '' ? null : await signIn.bySession(token)
  const userId = principal?.actor.id
  if (principal === null || userId === null || userId === undefined) throw new AppError('auth.required')
  return { principal, token, userId }
}

function word(body: unknown, name: string): string {
  const value = isJsonObject(body) ? body[name] : undefined
  if (typeof value !== 'string' || value === '' || value.length > 1000)
    throw new AppError('record.invalid', { issues: [{ path: name, code: 'required' }], data: { count: 1 } })
  return value
}

/** One's own sessions, password and second factor. */
export function registerAccountRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.get('/api/v1/account/sessions', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    const { userId, token } = await personOf(signIn, request)
    return { data: await signIn.sessions(userId, token) }
  })
  app.delete<{ Params: { id: string } }>(
    '/api/v1/account/sessions/:id',
    { config: { access: 'session' }, schema: RECORD },
    async (request, reply) => {
      const { userId } = await personOf(signIn, request)
      if (!isId(request.params.id)) throw new AppError('record.not_found')
      await signIn.endSession(userId, request.params.id)
      return reply.code(204).send()
    },
  )
  app.post('/api/v1/account/password', { config: { access: 'session' }, schema: BODY }, async (request, reply) => {
    const { principal, token } = await personOf(signIn, request)
    await signIn.changePassword(principal, { present: word(request.body, 'present'), next: word(request.body, 'password'), keep: token })
    return reply.code(204).send()
  })
  app.get('/api/v1/account/second-factor', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    const { userId } = await personOf(signIn, request)
    return { on: await signIn.secondFactor.needed(userId) }
  })
  app.post('/api/v1/account/second-factor', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const { userId, principal } = await personOf(signIn, request)
    return signIn.secondFactor.begin(userId, principal.login)
  })
  app.post('/api/v1/account/second-factor/confirm', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const { userId } = await personOf(signIn, request)
    return { recovery_codes: await signIn.secondFactor.confirm(userId, word(request.body, 'code')) }
  })
  app.post('/api/v1/account/second-factor/remove', { config: { access: 'session' }, schema: BODY }, async (request, reply) => {
    const { userId } = await personOf(signIn, request)
    if (!(await signIn.secondFactor.check(userId, word(request.body, 'code')))) throw new AppError('auth.code')
    await signIn.secondFactor.remove(userId)
    return reply.code(204).send()
  })
}
