import { AppError, isId, isJsonObject, text } from '@perigon/contracts'
import { actorOf, NO_INPUT, OBJECT_BODY, RECORD_BODY } from '@perigon/http'
import type { Kernel } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'
import { demandExport, storedQuery, wantedOf } from './export-query.ts'
import { cancelRun, createRuns } from './run-store.ts'

type RouteDeps = {
  readonly kernel: Kernel
  /** Gives a run to the queue. */
  readonly queue: (id: string) => Promise<void>
}
type ById = { Params: { id: string } }

const NAME_LENGTH = 100
const LATEST = 100

/**
 * `POST /api/v1/{path}/export-runs` `{ format, name?, filter?, q?, sort?, fields?, ids? }` → 202 with the run; its file is its
 * attachment. `GET /api/v1/export-progress` → one's latest `{ run, rows, file }`. `POST /api/v1/export-runs/{id}/cancel`.
 */
export function registerExportRunRoutes(app: FastifyInstance, { kernel, queue }: RouteDeps): void {
  app.post<{ Params: { path: string } }>(
    '/api/v1/:path/export-runs',
    { config: { access: 'session' }, schema: OBJECT_BODY },
    async (request, reply) => {
      const actor = actorOf(request)
      const object = kernel.snapshot().byPath.get(request.params.path)
      if (object === undefined) throw new AppError('object.not_found', { data: { object: request.params.path.slice(0, 60) } })
      if (actor.id === null) throw new AppError('access.denied')
      const { format, name, ...body } = isJsonObject(request.body) ? request.body : {}
      const wanted = wantedOf(object.key, format, body)
      await demandExport(kernel, actor, wanted)
      const said = typeof name === 'string' ? name.trim().slice(0, NAME_LENGTH) : ''
      const run = {
        owner: actor.id,
        name: said === '' ? text(object.definition.label.many, actor.locale) : said,
        object: object.key,
        format: wanted.format,
        query: storedQuery(wanted),
        schedule: null,
      }
      const [id = ''] = await kernel.db.transaction((tx) => createRuns(kernel, [run], tx))
      await queue(id)
      const stored = await kernel.get(actor, 'export_run', { id })
      return reply.code(202).type('application/json; charset=utf-8').send(stored.body)
    },
  )
  app.get('/api/v1/export-progress', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    const data = await kernel.db.query({
      text: `select r.id as run, w.rows, a.id as file from export_run r join export_work w on w.run = r.id
             left join attachment a on a.record_object = 'export_run' and a.record = r.id::text and a.deleted_at is null
             where r.owner = $1 and r.deleted_at is null order by r.created_at desc, r.id desc limit ${LATEST}`,
      values: [actorOf(request).id],
    })
    return { data }
  })
  app.post<ById>('/api/v1/export-runs/:id/cancel', { config: { access: 'session' }, schema: RECORD_BODY }, async (request, reply) => {
    const id = await own(kernel, request)
    await cancelRun(kernel, actorOf(request), id)
    const stored = await kernel.get(actorOf(request), 'export_run', { id })
    return reply.code(202).type('application/json; charset=utf-8').send(stored.body)
  })
}

/** Only whose export it is may look into it; others get the answer of what does not exist. */
async function own(kernel: Kernel, request: Parameters<typeof actorOf>[0] & { readonly params: { readonly id: string } }): Promise<string> {
  const { id } = request.params
  if (!isId(id)) throw new AppError('record.not_found')
  await kernel.get(actorOf(request), 'export_run', { id, fields: [] })
  return id.toLowerCase()
}
