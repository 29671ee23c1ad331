import { AppError } from '@perigon/contracts'
import { dropMark, keepMark, keepSession, markOf, NO_INPUT, originOf, sessionToken } from '@perigon/http'
import type { Kernel } from '@perigon/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { admitOutsider } from '../outside/outsider.ts'
import { type RoleMap, rolesFor } from '../outside/role-map.ts'
import type { Opened, SignInDeps } from '../principal.ts'
import { newToken, sha256 } from '../secret.ts'
import type { SignIn } from '../sign-in.ts'
import { recordFailure, throttle } from '../throttle.ts'
import type { Provider } from './provider.ts'

export type SsoDeps = {
  readonly kernel: Kernel
  readonly signIn: SignIn
  readonly provider: Provider | null
  readonly roleMap: RoleMap | null
}

/** Binds a departure to the browser that left: an answer brought by another one is refused. */
const MARK = 'perigon_sso'
const MINUTES = 10

type Departed = { readonly nonce: string; readonly verifier: string }

async function remember({ db, clock }: SignInDeps, input: Departed & { readonly state: string; readonly browser: string }): Promise<void> {
  const now = clock.now()
  await db.query({ text: 'delete from sso_request where expires_at < $1', values: [now.toISOString()] })
  await db.query({
    text: 'insert into sso_request (hash, browser, verifier, nonce, expires_at) values ($1, $2, $3, $4, $5)',
    values: [
      sha256(input.state),
      sha256(input.browser),
      input.verifier,
      input.nonce,
      new Date(now.getTime() + MINUTES * 60_000).toISOString(),
    ],
  })
}

/** Takes what was remembered, once. */
async function recall({ db, clock }: SignInDeps, state: string, browser: string): Promise<Departed> {
  const rows = await db.query<Departed>({
    text: 'delete from sso_request where hash = $1 and browser = $2 and expires_at > $3 returning nonce, verifier',
    values: [sha256(state), sha256(browser), clock.now().toISOString()],
  })
  const departed = rows[0]
  if (departed === undefined) throw new AppError('auth.sso')
  return departed
}

async function arrive(deps: SsoDeps, provider: Provider, request: FastifyRequest): Promise<Opened> {
  const { kernel, signIn } = deps
  const attempt = { keys: [`peer:${request.ip}`], now: signIn.deps.clock.now() }
  await throttle(signIn.deps.db, attempt)
  try {
    const query = request.url.split('?')[1] ?? ''
    const state = new URLSearchParams(query).get('state') ?? ''
    const departed = await recall(signIn.deps, state, markOf(request, MARK) ?? '')
    const { groups, ...who } = await provider.arrive(query, { ...departed, state })
    const roles = rolesFor(groups, deps.roleMap)
    const userId = await admitOutsider(kernel, { ...who, kind: 'sso', provider: provider.issuer, number: null, roles })
    if (userId === null) throw new AppError('auth.sso')
    signIn.forget()
    return await signIn.open(userId, 'sso', originOf(request))
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'server.error'
    if (code === 'auth.sso') await recordFailure(signIn.deps.db, attempt)
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message.slice(0, 200) : ''
    await signIn.deps.note(
      { id: null, name: 'sso' },
      { fact: 'sign_in_failed', object: 'user', record: null, detail: { peer: request.ip, sso: code, cause } },
    )
    throw error
  }
}

/** Single sign-on: off to the provider, and back. The browser is sent to the front page, with what went wrong if something did. */
export function registerSsoRoutes(app: FastifyInstance, deps: SsoDeps): void {
  const { signIn, provider } = deps
  if (provider === null) return
  app.get('/api/v1/sso/start', { config: { access: 'public' }, schema: NO_INPUT }, async (request, reply) => {
    try {
      const { url, ...departure } = await provider.leave()
      const browser = newToken()
      await remember(signIn.deps, { ...departure, browser })
      keepMark(reply, { name: MARK, value: browser, seconds: MINUTES * 60 })
      return reply.header('cache-control', 'no-store').redirect(url.href, 303)
    } catch (error) {
      request.log.warn({ err: error }, 'single sign-on')
      return reply.redirect(`/?refused=${codeOf(error)}`, 303)
    }
  })
  app.get('/api/v1/sso/callback', { config: { access: 'public' }, schema: NO_INPUT }, async (request, reply) => {
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    dropMark(reply, MARK)
    try {
      const old = sessionToken(request)
      const opened = await arrive(deps, provider, request)
      if (old !== undefined) await signIn.signOut(old)
      keepSession(reply, opened)
      return reply.redirect('/', 303)
    } catch (error) {
      request.log.warn({ code: codeOf(error) }, 'single sign-on')
      return reply.redirect(`/?refused=${codeOf(error)}`, 303)
    }
  })
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : 'auth.sso'
}
