import { AppError } from '@perigon/contracts'
import { actorOf, NO_INPUT } from '@perigon/http'
import type { Mail } from '@perigon/mail'
import type { FastifyInstance } from 'fastify'

/** What was mailed, and what became of it; for administrators. Texts are not kept, so none are shown. */
export function registerMailRoutes(app: FastifyInstance, mail: Mail): void {
  app.get('/api/v1/mail', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    if (!actorOf(request).admin) throw new AppError('access.denied')
    return { on: mail.on, data: await mail.ledger() }
  })
}
