import { AppError, isId, isJsonObject, type Issue } from '@perigon/contracts'
import { BODY, NO_INPUT, RECORD } from '@perigon/http'
import type { Kernel } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'
import { personOf, word } from './account-person.ts'
import type { TokenLimits } from './api-token.ts'
import type { SignIn } from './sign-in.ts'

const LONGEST_DAYS = 3650

/** What a new token may do, out of a request; names of objects are looked up. */
function limitsOf(body: unknown, input: { readonly kernel: Kernel; readonly now: Date }): TokenLimits {
  const { reading_only: reading, objects, days } = isJsonObject(body) ? body : {}
  const issues: Issue[] = []
  const named = Array.isArray(objects) ? objects.map(String) : []
  const unknown = named.find((key) => !input.kernel.snapshot().objects.has(key))
  if (unknown !== undefined) issues.push({ path: 'objects', code: 'option', data: { value: unknown } })
  const isPeriod = typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS
  if (days !== null && days !== undefined && !isPeriod) issues.push({ path: 'days', code: 'too_large', data: { max: LONGEST_DAYS } })
  if (issues.length > 0) throw new AppError('record.invalid', { issues, data: { count: issues.length } })
  return {
    reading_only: reading === true,
    objects: named.length === 0 ? null : named,
    expires_at: isPeriod ? new Date(input.now.getTime() + days * 86_400_000) : null,
  }
}

/** One's own API tokens: listing, making (shown once), revoking. Whose they are says the session, never the body. */
export function registerTokenRoutes(app: FastifyInstance, deps: { readonly kernel: Kernel; readonly signIn: SignIn }): void {
  const { kernel, signIn } = deps
  app.get('/api/v1/account/tokens', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    const { userId } = await personOf(signIn, request)
    return { data: await signIn.tokens(userId) }
  })
  app.post('/api/v1/account/tokens', { config: { access: 'session' }, schema: BODY }, async (request, reply) => {
    const { principal } = await personOf(signIn, request)
    const name = word(request.body, 'name', 60).trim()
    const limits = limitsOf(request.body, { kernel, now: signIn.deps.clock.now() })
    return reply.code(201).send({ token: await signIn.createToken(principal.login, { name, ...limits }) })
  })
  app.delete<{ Params: { id: string } }>(
    '/api/v1/account/tokens/:id',
    { config: { access: 'session' }, schema: RECORD },
    async (request, reply) => {
      const { principal } = await personOf(signIn, request)
      if (!isId(request.params.id) || !(await signIn.revokeToken(principal, request.params.id))) throw new AppError('record.not_found')
      return reply.code(204).send()
    },
  )
}
