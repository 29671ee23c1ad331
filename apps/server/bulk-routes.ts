import { AppError, isId } from '@perigon/contracts'
import { actorOf, NO_INPUT, OBJECT_BODY, RECORD, RECORD_BODY } from '@perigon/http'
import type { Jobs } from '@perigon/jobs'
import type { Actor, Kernel } from '@perigon/kernel'
import {
  createBulk,
  createMerge,
  moveBulk,
  parseBulk,
  previewBulk,
  problemRows,
  problemsOf,
  toldChanges,
  workOnBulk,
  writeCsv,
} from '@perigon/transfer'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { bulkDeps, bulkJob } from './bulk-job.ts'

export type BulkRouteDeps = { readonly kernel: Kernel; readonly jobs: Jobs }

type OfObject = { Params: { path: string } }
type ById = { Params: { id: string }; Querystring: { after?: unknown } }

/** So few chosen records are changed while the person waits; they see the end at once. */
const AT_ONCE = 200

function objectAt(kernel: Kernel, path: string): string {
  const object = kernel.snapshot().byPath.get(path)
  if (object === undefined) throw new AppError('object.not_found', { data: { object: path.slice(0, 60) } })
  return object.key
}

function idOf(request: FastifyRequest<ById>): string {
  if (!isId(request.params.id)) throw new AppError('record.not_found')
  return request.params.id.toLowerCase()
}

async function sendOperation(
  kernel: Kernel,
  actor: Actor,
  answer: { readonly id: string; readonly status: number; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const { body } = await kernel.get(actor, 'bulk_operation', { id: answer.id })
  return answer.reply.code(answer.status).type('application/json; charset=utf-8').send(body)
}

/** Only the person who made a change may look into it; others get the answer of what does not exist. */
async function ownOperation(kernel: Kernel, request: FastifyRequest<ById>): Promise<string> {
  const id = idOf(request)
  await kernel.get(actorOf(request), 'bulk_operation', { id, fields: [] })
  return id
}

function registerChanges(app: FastifyInstance, { kernel, jobs }: BulkRouteDeps): void {
  const deps = bulkDeps(kernel)
  app.post<OfObject>('/api/v1/:path/bulk/preview', { config: { access: 'session', reads: true }, schema: OBJECT_BODY }, async (request) => {
    const actor = actorOf(request)
    return previewBulk(kernel, actor, parseBulk(kernel, actor, { object: objectAt(kernel, request.params.path), body: request.body }))
  })
  app.post<OfObject>('/api/v1/:path/bulk', { config: { access: 'session' }, schema: OBJECT_BODY }, async (request, reply) => {
    const actor = actorOf(request)
    const change = parseBulk(kernel, actor, { object: objectAt(kernel, request.params.path), body: request.body })
    const id = await createBulk(deps, actor, change)
    if (change.wanted.ids !== undefined && change.wanted.ids.length <= AT_ONCE) await workOnBulk(deps, id)
    else await jobs.send(bulkJob, { id })
    return sendOperation(kernel, actor, { id, status: 202, reply })
  })
}

/** Begins the merging of groups of duplicates as a bulk operation. */
export function mergeGroupsLater({ kernel, jobs }: BulkRouteDeps) {
  return async (actor: Actor, merge: Parameters<typeof createMerge>[2]): Promise<string> => {
    const id = await createMerge(bulkDeps(kernel), actor, merge)
    await jobs.send(bulkJob, { id })
    return id
  }
}

/** Changing many records at once: what it would do, the doing, cancelling, taking back, and what was refused. */
export function registerBulkRoutes(app: FastifyInstance, routes: BulkRouteDeps): void {
  const { kernel, jobs } = routes
  const deps = bulkDeps(kernel)
  registerChanges(app, routes)
  app.post<ById>('/api/v1/bulk-operations/:id/cancel', { config: { access: 'session' }, schema: RECORD_BODY }, async (request, reply) => {
    const actor = actorOf(request)
    const id = idOf(request)
    await moveBulk(deps, actor, { id, from: ['queued', 'running'], to: 'cancelled' })
    return sendOperation(kernel, actor, { id, status: 202, reply })
  })
  app.post<ById>(
    '/api/v1/bulk-operations/:id/take-back',
    { config: { access: 'session' }, schema: RECORD_BODY },
    async (request, reply) => {
      const actor = actorOf(request)
      const id = idOf(request)
      await moveBulk(deps, actor, { id, from: ['done', 'cancelled', 'failed'], to: 'undoing' })
      await jobs.send(bulkJob, { id })
      return sendOperation(kernel, actor, { id, status: 202, reply })
    },
  )
  app.get('/api/v1/bulk-operations/told', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => ({
    data: await toldChanges(kernel, actorOf(request)),
  }))
  app.get<ById>('/api/v1/bulk-operations/:id/problems', { config: { access: 'session' }, schema: RECORD }, async (request) => {
    const { after } = request.query
    return problemsOf(kernel, actorOf(request), { operation: await ownOperation(kernel, request), after: isId(after) ? after : null })
  })
  app.get<ById>('/api/v1/bulk-operations/:id/problems.csv', { config: { access: 'session' }, schema: RECORD }, async (request, reply) => {
    const actor = actorOf(request)
    const operation = await ownOperation(kernel, request)
    const header = actor.locale === 'zh-CN' ? ['记录', '原因', '编号'] : ['Record', 'Reason', 'Id']
    reply.header('content-disposition', `attachment; filename="bulk-${operation.slice(-8)}.csv"`).type('text/csv; charset=utf-8')
    return reply.send(writeCsv(header, problemRows(kernel, actor, operation)))
  })
}
