import { AppError, isJsonObject } from '@perigon/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AuthPort } from './auth-port.ts'
import { SESSION_COOKIE } from './server.ts'
import { BODY, NO_INPUT } from './route-schemas.ts'

function origin(request: FastifyRequest): { readonly peer: string; readonly agent: string } {
  return { peer: request.ip, agent: request.headers['user-agent'] ?? '' }
}

function setCookie(reply: FastifyReply, token: string, tls: boolean): void {
  reply.setCookie(SESSION_COOKIE, token, { httpOnly: true, sameSite: 'lax', path: '/', secure: tls, maxAge: 14 * 86_400 })
}

/** Set-up, sign-in, who am I, sign-out. */
export function registerSessionRoutes(app: FastifyInstance, auth: AuthPort, options: { readonly tls: boolean }): void {
  app.get('/api/v1/setup', { config: { access: 'public' }, schema: NO_INPUT }, async () => ({
    needed: await auth.setupNeeded(),
  }))
  app.post('/api/v1/setup', { config: { access: 'public' }, schema: BODY }, async (request, reply) => {
    const body = isJsonObject(request.body) ? request.body : {}
    const { token, info } = await auth.setUp(body, origin(request))
    setCookie(reply, token, options.tls)
    return reply.code(201).send(info)
  })
  app.post('/api/v1/session', { config: { access: 'public' }, schema: BODY }, async (request, reply) => {
    const { login, password, code } = isJsonObject(request.body) ? request.body : {}
    if (typeof login !== 'string' || typeof password !== 'string') throw new AppError('auth.invalid')
    const old = request.cookies[SESSION_COOKIE]
    const { token, info } = await auth.signIn({ login, password, code: typeof code === 'string' ? code : undefined, ...origin(request) })
    if (old !== undefined) await auth.signOut(old)
    setCookie(reply, token, options.tls)
    return info
  })
  app.get('/api/v1/session', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    if (request.caller === null) throw new AppError('auth.required')
    return auth.sessionInfo(request.caller)
  })
  app.patch('/api/v1/session', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const { locale } = isJsonObject(request.body) ? request.body : {}
    if (request.caller === null) throw new AppError('auth.required')
    if (locale !== 'zh-CN' && locale !== 'en-US')
      throw new AppError('request.invalid', { data: { detail: 'locale must be zh-CN or en-US' } })
    await auth.setLocale(request.caller, locale)
    return auth.sessionInfo({ ...request.caller, actor: { ...request.caller.actor, locale } })
  })
  app.delete('/api/v1/session', { config: { access: 'public' }, schema: NO_INPUT }, async (request, reply) => {
    const token = request.cookies[SESSION_COOKIE]
    if (token !== undefined) await auth.signOut(token)
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).send()
  })
}
