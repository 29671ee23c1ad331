import { AppError, isId, isJsonObject, type Json } from '@perigon/contracts'
import { actorOf, RECORD, RECORD_BODY } from '@perigon/http'
import { type Actor, type Kernel, may, type ObjectSnapshot, rowCondition, parameters, systemActor } from '@perigon/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { explainAccess } from './explain-access.ts'

type Route = FastifyRequest<{ Params: { path: string; id: string; share?: string } }>

type Target = { readonly object: ObjectSnapshot; readonly id: string; readonly actor: Actor }

/** The record a request is about, after making sure that the caller may read it. */
async function targetOf(kernel: Kernel, request: Route): Promise<Target> {
  const object = kernel.snapshot().byPath.get(request.params.path)
  if (object === undefined || !isId(request.params.id)) throw new AppError('record.not_found')
  const actor = actorOf(request)
  await kernel.get(actor, object.key, { id: request.params.id, fields: [] })
  return { object, id: request.params.id.toLowerCase(), actor }
}

/** Sharing needs the right `share` on this very record. */
async function maySharing(kernel: Kernel, { object, id, actor }: Target): Promise<void> {
  if (object.definition.access !== 'owned' || !may(object, actor, 'share')) throw new AppError('access.denied')
  const { values, bind } = parameters()
  const scope = rowCondition(object, actor, { operation: 'share', alias: 't', bind })
  const rows = await kernel.db.query<{ found: boolean }>({
    text: `select exists (select 1 from "${object.table}" t where t.id = ${bind(id)}::uuid${scope === null ? '' : ` and ${scope}`}) as found`,
    values,
  })
  if (rows[0]?.found !== true) throw new AppError('access.denied')
}

const SHARES = (id: string, object: string) => ({
  and: [
    { field: 'record_object', op: 'eq' as const, value: object },
    { field: 'record', op: 'eq' as const, value: id },
  ],
})
const SHOWN = ['employee', 'team', 'with_department', 'branch', 'access', 'until', 'created_at', 'created_by']

/** Who a record is shared with, sharing and taking back, and why one can see it. Writes name the person who shares. */
export function registerShareRoutes(app: FastifyInstance, kernel: Kernel, onChange: () => void): void {
  app.get('/api/v1/:path/:id/access', { config: { access: 'session' }, schema: RECORD }, async (request: Route) => {
    const { object, id, actor } = await targetOf(kernel, request)
    return explainAccess(kernel, object, { id, actor })
  })
  app.get('/api/v1/:path/:id/shares', { config: { access: 'session' }, schema: RECORD }, async (request: Route, reply) => {
    const { object, id } = await targetOf(kernel, request)
    const page = await kernel.list(systemActor('shares'), 'record_share', { filter: SHARES(id, object.key), fields: SHOWN, limit: 200 })
    return reply.type('application/json; charset=utf-8').send(page)
  })
  app.post('/api/v1/:path/:id/shares', { config: { access: 'session' }, schema: RECORD_BODY }, async (request: Route, reply) => {
    const target = await targetOf(kernel, request)
    await maySharing(kernel, target)
    const { employee, team, with_department, branch, access, until } = isJsonObject(request.body) ? request.body : {}
    const patch = {
      record_object: target.object.key,
      record: target.id,
      employee,
      team,
      with_department,
      branch,
      access: access ?? 'read',
      until,
    }
    const [result] = await kernel.write(sharingActor(target.actor), [{ object: 'record_share', op: 'create', patch }], {
      cause: { kind: 'api', ref: 'share' },
    })
    onChange()
    const created: { readonly [key: string]: Json } = { id: result?.ok === true ? result.id : null }
    return reply.code(201).send(created)
  })
  app.delete('/api/v1/:path/:id/shares/:share', { config: { access: 'session' }, schema: RECORD }, async (request: Route, reply) => {
    const target = await targetOf(kernel, request)
    await maySharing(kernel, target)
    const share = request.params.share ?? ''
    const page: unknown = JSON.parse(
      await kernel.list(systemActor('shares'), 'record_share', { filter: SHARES(target.id, target.object.key), fields: [], limit: 200 }),
    )
    const known = isJsonObject(page) && Array.isArray(page['data']) && page['data'].some((row) => isJsonObject(row) && row['id'] === share)
    if (!known) throw new AppError('record.not_found')
    await kernel.write(sharingActor(target.actor), [{ object: 'record_share', op: 'delete', id: share }], {
      cause: { kind: 'api', ref: 'share' },
    })
    onChange()
    return reply.code(204).send()
  })
}

/** Shares are internal records; the right to make them was checked on the shared record. The log names the person. */
function sharingActor(actor: Actor): Actor {
  return { ...actor, admin: true }
}
