import { AppError, invalid, isId, isJsonObject, type Json } from '@perigon/contracts'
import { actorOf, RECORD, RECORD_BODY } from '@perigon/http'
import { type Actor, type Kernel, type ObjectSnapshot, systemActor } from '@perigon/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { detailed } from './access-detail.ts'
import { type AccessFacts, accessFacts, covers, reasonsOf } from './explain-access.ts'
import { whoSees } from './who-sees.ts'

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

/** Who else is on a record is a matter of the house: people of other companies are not told. */
async function insideTargetOf(kernel: Kernel, request: Route): Promise<Target> {
  const target = await targetOf(kernel, request)
  if (target.actor.outside === true) throw new AppError('access.denied')
  return target
}

/** Sharing needs the right `share` on this very record; a private one stays its owner's. */
function maySharing(object: ObjectSnapshot, facts: AccessFacts, actor: Actor): boolean {
  return object.definition.access === 'owned' && !facts.isPrivate && covers(facts, actor, 'share')
}

async function demandSharing(kernel: Kernel, { object, id, actor }: Target): Promise<void> {
  if (!maySharing(object, await accessFacts(kernel, object, id), actor)) throw new AppError('access.denied')
}

const SHARES = (id: string, object: string) => ({
  and: [
    { field: 'record_object', op: 'eq' as const, value: object },
    { field: 'record', op: 'eq' as const, value: id },
  ],
})
const SHOWN = ['employee', 'team', 'with_department', 'branch', 'partner', 'part', 'access', 'until', 'created_at', 'created_by']

/** Who a record is shared with, sharing and taking back, and why one can see it. Writes name the person who shares. */
export function registerShareRoutes(app: FastifyInstance, kernel: Kernel, onChange: () => void): void {
  app.get('/api/v1/:path/:id/access', { config: { access: 'session' }, schema: RECORD }, async (request: Route) => {
    const { object, id, actor } = await targetOf(kernel, request)
    const facts = await accessFacts(kernel, object, id)
    const reasons = []
    for (const reason of reasonsOf(facts, actor)) reasons.push(await detailed(kernel, facts, { actor, reason }))
    const can = { update: covers(facts, actor, 'update'), delete: covers(facts, actor, 'delete'), share: maySharing(object, facts, actor) }
    const outside = actor.outside === true
    return {
      reasons,
      owner: facts.owner?.title ?? null,
      department: facts.department?.title ?? null,
      private: facts.isPrivate,
      outside,
      can,
    }
  })
  app.get('/api/v1/:path/:id/access/people', { config: { access: 'session' }, schema: RECORD }, async (request: Route) => {
    const { object, id } = await insideTargetOf(kernel, request)
    return whoSees(kernel, await accessFacts(kernel, object, id))
  })
  app.get('/api/v1/:path/:id/shares', { config: { access: 'session' }, schema: RECORD }, async (request: Route, reply) => {
    const { object, id } = await insideTargetOf(kernel, request)
    const page = await kernel.list(systemActor('shares'), 'record_share', { filter: SHARES(id, object.key), fields: SHOWN, limit: 200 })
    return reply.type('application/json; charset=utf-8').send(page)
  })
  app.post('/api/v1/:path/:id/shares', { config: { access: 'session' }, schema: RECORD_BODY }, async (request: Route, reply) => {
    const target = await targetOf(kernel, request)
    await demandSharing(kernel, target)
    const id = await share(kernel, target, isJsonObject(request.body) ? request.body : {})
    onChange()
    const created: { readonly [key: string]: Json } = { id }
    return reply.code(201).send(created)
  })
  app.post(
    '/api/v1/:path/:id/shares/:share/restore',
    { config: { access: 'session' }, schema: RECORD_BODY },
    async (request: Route, reply) => {
      const target = await targetOf(kernel, request)
      await demandSharing(kernel, target)
      await demandShareOf(kernel, target, { share: request.params.share ?? '', trash: 'only' })
      await kernel.write(sharingActor(target.actor), [{ object: 'record_share', op: 'restore', id: request.params.share ?? '' }], {
        cause: { kind: 'undo', ref: 'share' },
      })
      onChange()
      return reply.code(204).send()
    },
  )
  app.delete('/api/v1/:path/:id/shares/:share', { config: { access: 'session' }, schema: RECORD }, async (request: Route, reply) => {
    const target = await targetOf(kernel, request)
    await demandSharing(kernel, target)
    const share = request.params.share ?? ''
    await demandShareOf(kernel, target, { share })
    await kernel.write(sharingActor(target.actor), [{ object: 'record_share', op: 'delete', id: share }], {
      cause: { kind: 'api', ref: 'share' },
    })
    onChange()
    return reply.code(204).send()
  })
}

const GRANTEES = ['employee', 'team', 'with_department', 'branch', 'partner'] as const

/** Opens the record to somebody; whom it is open to already gets the new access and day instead of a second share. */
async function share(kernel: Kernel, target: Target, body: { readonly [key: string]: unknown }): Promise<string | null> {
  const access = body['access'] ?? 'read'
  const until = body['until'] ?? null
  const part = body['part'] ?? null
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: target.actor.time_zone }).format(kernel.clock.now())
  if (typeof until === 'string' && until < today) throw invalid([{ path: 'until', code: 'past' }])
  const grantee = GRANTEES.find((key) => typeof body[key] === 'string')
  const to = Object.fromEntries(GRANTEES.map((key) => [key, body[key]]))
  const known = grantee === undefined ? undefined : await livingShare(kernel, target, { grantee, id: String(body[grantee]) })
  const create = { record_object: target.object.key, record: target.id, ...to, part, access, until }
  const [result] = await kernel.write(
    sharingActor(target.actor),
    [
      known === undefined
        ? { object: 'record_share', op: 'create', patch: create }
        : { object: 'record_share', op: 'update', id: known, patch: { part, access, until } },
    ],
    { cause: { kind: 'api', ref: 'share' } },
  )
  return result?.ok === true ? result.id : null
}

async function livingShare(
  kernel: Kernel,
  target: Target,
  to: { readonly grantee: (typeof GRANTEES)[number]; readonly id: string },
): Promise<string | undefined> {
  if (!isId(to.id)) return undefined
  const filter = { and: [...SHARES(target.id, target.object.key).and, { field: to.grantee, op: 'eq' as const, value: to.id }] }
  const page: unknown = JSON.parse(await kernel.list(systemActor('shares'), 'record_share', { filter, fields: [], limit: 1 }))
  const [row] = isJsonObject(page) && Array.isArray(page['data']) ? page['data'] : []
  return isJsonObject(row) && typeof row['id'] === 'string' ? row['id'] : undefined
}

/** The share must be one of this record: an id of another record's share is as good as none. */
async function demandShareOf(kernel: Kernel, target: Target, wanted: { readonly share: string; readonly trash?: 'only' }): Promise<void> {
  const filter = SHARES(target.id, target.object.key)
  const query = { filter, fields: [], limit: 200, ...(wanted.trash === undefined ? {} : { trash: wanted.trash }) }
  const page: unknown = JSON.parse(await kernel.list(systemActor('shares'), 'record_share', query))
  const rows = isJsonObject(page) && Array.isArray(page['data']) ? page['data'] : []
  if (!rows.some((row) => isJsonObject(row) && row['id'] === wanted.share)) throw new AppError('record.not_found')
}

/** Shares are internal records; the right to make them was checked on the shared record. The log names the person. */
function sharingActor(actor: Actor): Actor {
  return { ...actor, admin: true }
}
