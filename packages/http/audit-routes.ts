import { AppError, AUDIT_KINDS, AUDIT_OPS, type AuditEntry, isId, isJsonObject } from '@perigon/contracts'
import { type AuditQuery, fieldRight, type Kernel } from '@perigon/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { NO_INPUT, RECORD, RECORD_BODY } from './route-schemas.ts'
import { actorOf } from './server.ts'

const PAGE = 100

function text(query: unknown, name: string): string | undefined {
  const value = isJsonObject(query) ? query[name] : undefined
  if (value !== undefined && (typeof value !== 'string' || value.length > 200))
    throw new AppError('request.invalid', { data: { detail: `${name} must be a text` } })
  return value === '' ? undefined : value
}

function moment(query: unknown, name: string): string | undefined {
  const value = text(query, name)
  if (value === undefined) return undefined
  const instant = new Date(value)
  if (Number.isNaN(instant.getTime())) throw new AppError('request.invalid', { data: { detail: `${name} must be a moment` } })
  return instant.toISOString()
}

function oneOf<T extends string>(value: string | undefined, all: { readonly [key in T]: unknown }, name: string): T | undefined {
  if (value === undefined) return undefined
  const isKnown = (key: string): key is T => Object.hasOwn(all, key)
  if (!isKnown(value)) throw new AppError('request.invalid', { data: { detail: `${name} must be among ${Object.keys(all).join(', ')}` } })
  return value
}

/** What is asked of the log; everything that is not understood is refused. */
export function auditQuery(query: unknown, limit: number): AuditQuery {
  const [op, kind, q, object, actor, record, before] = ['op', 'kind', 'q', 'object', 'actor', 'record', 'cursor'].map((name) =>
    text(query, name),
  )
  if ([actor, record].some((id) => id !== undefined && !isId(id)))
    throw new AppError('request.invalid', { data: { detail: 'actor and record must be ids' } })
  if (before !== undefined && !/^\d{1,15}$/.test(before)) throw new AppError('query.cursor')
  return {
    op: op?.split(',').flatMap((each) => oneOf(each, AUDIT_OPS, 'op') ?? []),
    kind: oneOf(kind, AUDIT_KINDS, 'kind'),
    q: q?.replaceAll('\0', ''),
    object,
    actor,
    record,
    from: moment(query, 'from'),
    to: moment(query, 'to'),
    before: before === undefined ? undefined : Number(before),
    limit,
  }
}

async function auditPage(
  kernel: Kernel,
  request: FastifyRequest,
): Promise<{ readonly data: readonly AuditEntry[]; readonly next: string | null; readonly searched_to: string | null }> {
  const actor = actorOf(request)
  if (!actor.admin) throw new AppError('access.denied')
  const { entries, next, searchedTo } = await kernel.audit(actor, auditQuery(request.query, PAGE))
  return { data: entries, next: next === null ? null : String(next), searched_to: searchedTo }
}

/** The log for administrators, a record as it was at a moment, and showing a masked value (which is logged). */
export function registerAuditRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.get('/api/v1/audit', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => auditPage(kernel, request))
  app.get<{ Params: { path: string; id: string } }>(
    '/api/v1/:path/:id/as-of',
    { config: { access: 'session' }, schema: RECORD },
    async (request) => {
      const object = kernel.snapshot().byPath.get(request.params.path)
      const at = moment(request.query, 'at')
      if (object === undefined || !isId(request.params.id)) throw new AppError('record.not_found')
      if (at === undefined) throw new AppError('request.invalid', { data: { detail: 'at is needed' } })
      return kernel.asOf(actorOf(request), object.key, { id: request.params.id, at: new Date(at) })
    },
  )
  app.post<{ Params: { path: string; id: string } }>(
    '/api/v1/:path/:id/unmask',
    { config: { access: 'session' }, schema: RECORD_BODY },
    async (request) => {
      const object = kernel.snapshot().byPath.get(request.params.path)
      const actor = actorOf(request)
      const { field } = isJsonObject(request.body) ? request.body : {}
      if (object === undefined || !isId(request.params.id)) throw new AppError('record.not_found')
      if (typeof field !== 'string' || fieldRight(object, actor, field) !== 'masked' || !actor.unmask) throw new AppError('access.denied')
      const { body } = await kernel.get({ ...actor, fields: {} }, object.key, { id: request.params.id, fields: [field] })
      await kernel.note(actor, { fact: 'unmask', object: object.key, record: request.params.id, detail: { field } })
      const record: unknown = JSON.parse(body)
      return { value: isJsonObject(record) ? record[field] : null }
    },
  )
}
