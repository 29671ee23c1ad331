import { AppError, isJsonObject } from '@perigon/contracts'
import type { FastifyInstance } from 'fastify'
import type { AuthPort } from './auth-port.ts'
import { dropSession, keepSession, originOf, sessionToken } from './cookies.ts'
import { BODY, NO_INPUT } from './route-schemas.ts'

/** Set-up, sign-in, who am I, sign-out. */
export function registerSessionRoutes(app: FastifyInstance, auth: AuthPort): void {
  app.get('/api/v1/setup', { config: { access: 'public' }, schema: NO_INPUT }, async () => ({
    needed: await auth.setupNeeded(),
  }))
  app.post('/api/v1/setup', { config: { access: 'public' }, schema: BODY }, async (request, reply) => {
    const body = isJsonObject(request.body) ? request.body : {}
    const opened = await auth.setUp(body, originOf(request))
    keepSession(reply, opened)
    return reply.code(201).send(opened.info)
  })
  app.post('/api/v1/session', { config: { access: 'public' }, schema: BODY }, async (request, reply) => {
    const { login, password, code } = isJsonObject(request.body) ? request.body : {}
    if (typeof login !== 'string' || typeof password !== 'string') throw new AppError('auth.invalid')
    const old = sessionToken(request)
    const opened = await auth.signIn({ login, password, code: typeof code === 'string' ? code : undefined, ...originOf(request) })
    if (old !== undefined) await auth.signOut(old)
    keepSession(reply, opened)
    return opened.info
  })
  app.get('/api/v1/session', { config: { access: 'session', evenIfBound: true }, schema: NO_INPUT }, async (request) => {
    if (request.caller === null) throw new AppError('auth.required')
    return auth.sessionInfo(request.caller)
  })
  app.patch('/api/v1/session', { config: { access: 'session', evenIfBound: true }, schema: BODY }, async (request) => {
    const { locale } = isJsonObject(request.body) ? request.body : {}
    if (request.caller === null) throw new AppError('auth.required')
    if (locale !== 'zh-CN' && locale !== 'en-US')
      throw new AppError('request.invalid', { data: { detail: 'locale must be zh-CN or en-US' } })
    await auth.setLocale(request.caller, locale)
    return auth.sessionInfo({ ...request.caller, actor: { ...request.caller.actor, locale } })
  })
  app.delete('/api/v1/session', { config: { access: 'public' }, schema: NO_INPUT }, async (request, reply) => {
    const token = sessionToken(request)
    if (token !== undefined) await auth.signOut(token)
    dropSession(reply)
    return reply.code(204).send()
  })
}
