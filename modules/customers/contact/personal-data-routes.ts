import { AppError, isId, type Json } from '@perigon/contracts'
import { actorOf, RECORD } from '@perigon/http'
import type { Kernel } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'

const MAX_EACH = 200

/** Everything kept about a contact, for handing it to that person: the record, its history, and what names it (PIPL article 45). */
export function registerPersonalDataRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.get<{ Params: { id: string } }>(
    '/api/v1/contacts/:id/personal-data',
    { config: { access: 'session' }, schema: RECORD },
    async (request, reply) => {
      const actor = actorOf(request)
      const { id } = request.params
      if (!isId(id)) throw new AppError('record.not_found')
      const contact: Json = JSON.parse((await kernel.get(actor, 'contact', { id })).body)
      const { data: history } = await kernel.history(actor, 'contact', { id })
      const related: { [relation: string]: Json } = {}
      for (const relation of kernel.snapshot().objects.get('contact')?.relations.values() ?? []) {
        const page: { readonly data: Json } = JSON.parse(
          await kernel.list(actor, relation.object, { filter: { field: relation.field, op: 'eq', value: id }, limit: MAX_EACH }),
        )
        related[relation.key] = page.data
      }
      await kernel.note(actor, { fact: 'export', object: 'contact', record: id, detail: { kind: 'personal data' } })
      reply.header('content-disposition', `attachment; filename="personal-data-${id.slice(0, 8)}.json"`)
      return { contact, history, related }
    },
  )
}
