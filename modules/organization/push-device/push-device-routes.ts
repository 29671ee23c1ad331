import { AppError, invalid } from '@perigon/contracts'
import { actorOf, BODY, NO_INPUT, RECORD } from '@perigon/http'
import type { Push } from '@perigon/push'
import type { FastifyInstance } from 'fastify'
import { personOf } from '../sign-in/account-person.ts'
import type { SignIn } from '../sign-in/sign-in.ts'

const OFF = { zh: '管理员未开启设备推送', en: 'Push to devices is turned off by the administrator' }

/** The browsers somebody turned push on in: one's own, for the account page. Programs with tokens have none. */
export function registerPushDeviceRoutes(app: FastifyInstance, deps: { readonly signIn: SignIn; readonly push: Push }): void {
  const { signIn, push } = deps
  app.get('/api/v1/account/push-devices', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    const { userId } = await personOf(signIn, request)
    const allowed = await push.allowed()
    return { public_key: allowed ? push.publicKey : null, data: await push.devices.list(userId) }
  })
  app.post('/api/v1/account/push-devices', { config: { access: 'session' }, schema: BODY }, async (request, reply) => {
    const { userId } = await personOf(signIn, request)
    if (push.publicKey === null || !(await push.allowed())) throw invalid([{ path: '', code: 'refused', data: { why: OFF } }])
    const id = await push.devices.add(userId, push.parse(request.body), request.headers['user-agent'] ?? null)
    return reply.code(201).send({ id })
  })
  app.delete<{ Params: { id: string } }>(
    '/api/v1/account/push-devices/:id',
    { config: { access: 'session' }, schema: RECORD },
    async (request, reply) => {
      const { userId } = await personOf(signIn, request)
      await push.devices.remove(userId, request.params.id)
      return reply.code(204).send()
    },
  )
  app.get('/api/v1/push', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    if (!actorOf(request).admin) throw new AppError('access.denied')
    return { on: push.publicKey !== null, data: await push.ledger() }
  })
}
