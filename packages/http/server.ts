import { randomBytes } from 'node:crypto'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import { AppError, type Locale, localeFrom, newId } from '@perigon/contracts'
import type { Actor, Kernel } from '@perigon/kernel'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { AuthPort, Caller } from './auth-port.ts'
import { isSecure, sessionToken } from './cookies.ts'
import { problemOf, toAppError } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
  interface FastifyInstance {
    /** The configured address is https. */
    tls: boolean
  }
  interface FastifyContextConfig {
    /** `session`: a signed-in caller is needed, also where a route says nothing. */
    access?: 'public' | 'session'
    /** Serves also those who still have to do something first (set up a second factor). */
    evenIfBound?: true
    /** Asks by POST but changes nothing: open to tokens that only read. */
    reads?: true
  }
}

export type HttpOptions = {
  readonly kernel: Kernel
  readonly auth: AuthPort
  readonly logger: FastifyBaseLogger
  readonly trustProxy: boolean | number | string
  /** The configured address is https: cookies carry `Secure` and answers HSTS. */
  readonly tls: boolean
}

const BODY_LIMIT = 1_048_576
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The language of a request: the caller's header, else their profile. */
export function requestLocale(request: FastifyRequest): Locale {
  return request.headers['accept-language'] === undefined
    ? (request.caller?.actor.locale ?? 'zh-CN')
    : localeFrom(request.headers['accept-language'])
}

/** The signed-in actor with the language of this request; `auth.required` without one. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.caller === null) throw new AppError('auth.required')
  const { via } = request.caller
  const actor = via === 'token' ? withToken(request.caller.actor) : request.caller.actor
  const locale = requestLocale(request)
  return locale === actor.locale ? actor : speaking(actor, locale)
}

const localActors = new WeakMap<Actor, { [locale in Locale]?: Actor }>()

/** The same person in another language; one object each, as with tokens. */
function speaking(actor: Actor, locale: Locale): Actor {
  const known = localActors.get(actor) ?? {}
  localActors.set(actor, known)
  known[locale] ??= { ...actor, locale }
  return known[locale]
}

const tokenActors = new WeakMap<Actor, Actor>()

/** The same person, marked as coming with a token; one object each, because what they reach is remembered by it. */
function withToken(actor: Actor): Actor {
  const known = tokenActors.get(actor) ?? { ...actor, via: 'token' as const }
  tokenActors.set(actor, known)
  return known
}

async function identify(request: FastifyRequest, auth: AuthPort): Promise<Caller | null> {
  const header = request.headers.authorization
  if (header?.startsWith('Bearer ') === true) return auth.byToken(header.slice(7).trim(), request.ip)
  const token = sessionToken(request)
  return token === undefined ? null : auth.bySession(token, request.ip)
}

/** Cookie callers must prove that the page asking is ours: same origin, and the token only our page knows. */
function checkCsrf(request: FastifyRequest): void {
  if (SAFE_METHODS.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('auth.origin')
  // "null", which sandboxed frames and files send, is nobody's origin and so not ours.
  const origin = request.headers.origin
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== request.host)) throw new AppError('auth.origin')
  if (request.caller?.via === 'cookie' && request.headers['x-csrf-token'] !== request.caller.csrf) throw new AppError('auth.csrf')
}

/** What the caller owes first, and what a token was not given. */
function checkLimits(request: FastifyRequest): void {
  const { caller } = request
  const { access, evenIfBound, reads } = request.routeOptions.config
  if (caller === null || access === 'public') return
  if (caller.must === 'second_factor' && evenIfBound !== true) throw new AppError('auth.must_second_factor')
  if (caller.actor.only?.reading === true && !SAFE_METHODS.has(request.method) && reads !== true) throw new AppError('auth.reading_only')
}

const CSP = (nonce: string): string =>
  `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'`

function trusted(setting: HttpOptions['trustProxy']): boolean | string | ((address: string, hop: number) => boolean) {
  return typeof setting === 'number' ? (_address, hop) => hop < setting : setting
}

/** A nonce for the styles of one page. */
export function newNonce(): string {
  return randomBytes(16).toString('base64')
}

/** Headers every answer carries; pages pass the nonce of their styles. */
export function securityHeaders(reply: FastifyReply, input: { readonly nonce: string; readonly tls: boolean }): void {
  reply.header('content-security-policy', CSP(input.nonce))
  reply.header('x-content-type-options', 'nosniff')
  reply.header('x-frame-options', 'DENY')
  reply.header('referrer-policy', 'same-origin')
  reply.header('cross-origin-opener-policy', 'same-origin')
  reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=()')
  if (input.tls) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const known = toAppError(error)
  const problem = problemOf(known, requestLocale(request), request.id)
  if (problem.status >= 500) request.log.error({ err: known.cause ?? known, code: known.code }, 'request failed')
  if (known.code === 'auth.throttled') reply.header('retry-after', String(known.data['seconds'] ?? 1))
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem))
}

/**
 * The HTTP server without routes: identity, CSRF, security headers, problem documents, limits.
 * Every route needs a signed-in caller unless its config says `access: 'public'`.
 */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: trusted(options.trustProxy),
    genReqId: () => newId(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    return503OnClosing: true,
    requestTimeout: 120_000,
  })
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: 500 * 1024 * 1024, files: 1, fields: 10, fieldSize: 100_000, parts: 12 } })
  app.decorate('tls', options.tls)
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async (request, reply) => {
    securityHeaders(reply, { nonce: 'none', tls: isSecure(request) })
    reply.header('x-request-id', request.id)
    if (request.routeOptions.url === undefined) return
    request.caller = await identify(request, options.auth)
    checkCsrf(request)
    if (request.caller === null && request.routeOptions.config.access !== 'public') throw new AppError('auth.required')
    checkLimits(request)
  })
  app.addHook('onResponse', async (request, reply) => {
    request.log.debug(
      {
        method: request.method,
        url: request.url.split('?')[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        user: request.caller?.actor.id,
      },
      'request',
    )
  })
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error))
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new AppError('route.not_found')))
  return app
}
