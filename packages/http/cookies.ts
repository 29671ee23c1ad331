import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OpenedSession, Origin } from './auth-port.ts'

const SESSION = 'perigon_session'
const DEVICE = 'perigon_device'
const DEVICE_SECONDS = 400 * 86_400

/** Whether the browser talks TLS with us: the configured address says so, or a proxy we trust. */
export function isSecure(request: FastifyRequest): boolean {
  return request.server.tls || request.protocol === 'https'
}

/** Under TLS the name carries `__Host-`: browsers then take it from no other host, path or plain connection. */
function nameOf(request: FastifyRequest, name: string): string {
  return isSecure(request) ? `__Host-${name}` : name
}

/** The session token of a request's cookie. */
export function sessionToken(request: FastifyRequest): string | undefined {
  return request.cookies[nameOf(request, SESSION)]
}

/** Where a request comes from, as sign-in wants to know it. */
export function originOf(request: FastifyRequest): Origin {
  return { peer: request.ip, agent: request.headers['user-agent'] ?? '', device: request.cookies[nameOf(request, DEVICE)] }
}

/** Gives the browser its new session, and the mark by which it is known the next time. */
export function keepSession(reply: FastifyReply, opened: Omit<OpenedSession, 'info'>): void {
  const { request } = reply
  const common = { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(request) } as const
  reply.setCookie(nameOf(request, SESSION), opened.token, { ...common, maxAge: opened.seconds })
  reply.setCookie(nameOf(request, DEVICE), opened.device, { ...common, maxAge: DEVICE_SECONDS })
}

/** A short mark on a browser, by which it is recognised when it comes back. */
export function keepMark(reply: FastifyReply, mark: { readonly name: string; readonly value: string; readonly seconds: number }): void {
  const secure = isSecure(reply.request)
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: mark.seconds } as const
  reply.setCookie(nameOf(reply.request, mark.name), mark.value, options)
}

/** The mark of this name; undefined when the browser has none. */
export function markOf(request: FastifyRequest, name: string): string | undefined {
  return request.cookies[nameOf(request, name)]
}

/** Takes the mark off. */
export function dropMark(reply: FastifyReply, name: string): void {
  reply.clearCookie(nameOf(reply.request, name), { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(reply.request) })
}

/** Takes the session back; the browser stays known. */
export function dropSession(reply: FastifyReply): void {
  const secure = isSecure(reply.request)
  reply.clearCookie(nameOf(reply.request, SESSION), { httpOnly: true, sameSite: 'lax', path: '/', secure })
}
