import { AppError, isId } from '@perigon/contracts'
import { actorOf, BODY, RECORD } from '@perigon/http'
import { type Kernel, may, objectOf } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'
import { explainOwnership } from './explain.ts'
import { draftIn, previewRule } from './preview.ts'

/** When and why a customer goes back, for whoever may read it; and whom a rule would strike today, for whoever may write rules. */
export function registerReclaimRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.get<{ Params: { id: string } }>(
    '/api/v1/customers/:id/ownership',
    { config: { access: 'session' }, schema: RECORD },
    async (request) => {
      if (!isId(request.params.id)) throw new AppError('record.not_found')
      return explainOwnership(kernel, actorOf(request), request.params.id.toLowerCase())
    },
  )
  app.post('/api/v1/pools/rules/preview', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const actor = actorOf(request)
    const snapshot = kernel.snapshot()
    if (!may(objectOf(snapshot, 'pool_rule'), actor, 'update')) throw new AppError('access.denied')
    return previewRule(kernel, actor, draftIn(objectOf(snapshot, 'customer'), request.body))
  })
}
