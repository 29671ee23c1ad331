import { AppError, isJsonObject } from '@perigon/contracts'
import { BODY } from '@perigon/http'
import type { Mail } from '@perigon/mail'
import type { FastifyInstance } from 'fastify'
import type { SignInDeps } from '../principal.ts'
import { recordFailure, throttle } from '../throttle.ts'
import { usePasswordLink } from './password-link.ts'

function word(body: unknown, name: string, max: number): string {
  const value = isJsonObject(body) ? body[name] : undefined
  if (typeof value !== 'string' || value.trim() === '' || value.length > max)
    throw new AppError('record.invalid', { issues: [{ path: name, code: 'required' }], data: { count: 1 } })
  return value
}

/** Asking for a link, and using it. Asking answers the same for every name: who it belongs to is found out later, by the mail's job. */
export function registerResetRoutes(
  app: FastifyInstance,
  deps: { readonly signIn: SignInDeps; readonly mail: Mail; readonly forget: () => void },
): void {
  const { signIn, mail } = deps
  app.post('/api/v1/password-reset', { config: { access: 'public' }, schema: BODY }, async (request, reply) => {
    if (!mail.on) throw new AppError('auth.no_mail')
    const login = word(request.body, 'login', 200).normalize('NFKC').trim().toLowerCase()
    const attempt = { keys: [`reset:${request.ip}`], now: signIn.clock.now() }
    await throttle(signIn.db, attempt)
    await recordFailure(signIn.db, attempt)
    await mail.send('password_reset', { login })
    return reply.code(202).send({ minutes: 15 })
  })
  app.post('/api/v1/password-reset/finish', { config: { access: 'public' }, schema: BODY }, async (request, reply) => {
    const attempt = { keys: [`peer:${request.ip}`], now: signIn.clock.now() }
    await throttle(signIn.db, attempt)
    try {
      await usePasswordLink(signIn, { token: word(request.body, 'token', 100), password: word(request.body, 'password', 1000) })
    } catch (error) {
      if (error instanceof AppError && error.code === 'auth.reset_link') await recordFailure(signIn.db, attempt)
      throw error
    }
    deps.forget()
    return reply.code(204).send()
  })
}
