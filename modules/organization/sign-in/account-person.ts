import { AppError, isJsonObject } from '@perigon/contracts'
import { sessionToken } from '@perigon/http'
import type { FastifyRequest } from 'fastify'
import type { Principal } from './principal.ts'
import type { SignIn } from './sign-in.ts'

/** The signed-in person of a request; programs with tokens have no account page. */
export async function personOf(
  signIn: Pick<SignIn, 'bySession'>,
  request: FastifyRequest,
): Promise<{ readonly principal: Principal; readonly token: string; readonly userId: string }> {
  const token = request.headers.authorization === undefined ? (sessionToken(request) ?? '') : ''
  const principal = token === '' ? null : await signIn.bySession(token, request.ip)
  const userId = principal?.actor.id
  if (principal === null || userId === null || userId === undefined) throw new AppError('auth.required')
  return { principal, token, userId }
}

/** A text of the body that has to be there. */
export function word(body: unknown, name: string, max = 1000): string {
  const value = isJsonObject(body) ? body[name] : undefined
  if (typeof value === 'string' && value.length > max)
    throw new AppError('record.invalid', { issues: [{ path: name, code: 'too_long', data: { max } }], data: { count: 1 } })
  if (typeof value !== 'string' || value.trim() === '')
    throw new AppError('record.invalid', { issues: [{ path: name, code: 'required' }], data: { count: 1 } })
  return value
}
