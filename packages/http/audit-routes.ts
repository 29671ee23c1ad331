import { AppError, isId, isJsonObject, type Json } from '@perigon/contracts'
import { fieldRight, type Kernel, parameters } from '@perigon/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { NO_INPUT, RECORD, RECORD_BODY } from './route-schemas.ts'
import { actorOf } from './server.ts'

const PAGE = 100
const OPS = [
  'create',
  'update',
  'delete',
  'restore',
  'sign_in',
  'sign_in_failed',
  'sign_out',
  'password',
  'token',
  'export',
  'unmask',
  'duplicate_check',
  'erase',
  'archive',
  'sweep',
  'file_refused',
]

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

/** Conditions of an audit query; every value is a parameter. */
function conditions(query: unknown, bind: (value: unknown) => string): readonly string[] {
  const [op, object, actor, record, before] = ['op', 'object', 'actor', 'record', 'cursor'].map((name) => text(query, name))
  const [from, to] = [moment(query, 'from'), moment(query, 'to')]
  if (op !== undefined && op.split(',').some((each) => !OPS.includes(each)))
    throw new AppError('request.invalid', { data: { detail: `op must be among ${OPS.join(', ')}` } })
  if ([actor, record].some((id) => id !== undefined && !isId(id)))
    throw new AppError('request.invalid', { data: { detail: 'actor and record must be ids' } })
  if (before !== undefined && !/^\d{1,15}$/.test(before)) throw new AppError('query.cursor')
  return [
    ...(op === undefined ? [] : [`e.op = any(${bind(op.split(','))})`]),
    ...(object === undefined ? [] : [`e.object = ${bind(object)}`]),
    ...(actor === undefined ? [] : [`e.actor = ${bind(actor)}::uuid`]),
    ...(record === undefined ? [] : [`e.record = ${bind(record)}::uuid`]),
    ...(from === undefined ? [] : [`e.at >= ${bind(from)}::timestamptz`]),
    ...(to === undefined ? [] : [`e.at < ${bind(to)}::timestamptz`]),
    ...(before === undefined ? [] : [`e.seq < ${bind(before)}::bigint`]),
  ]
}

type AuditRow = { readonly seq: number; readonly [column: string]: Json }

async function auditPage(
  kernel: Kernel,
  request: FastifyRequest,
): Promise<{ readonly data: readonly AuditRow[]; readonly next: string | null }> {
  if (!actorOf(request).admin) throw new AppError('access.denied')
  const { values, bind } = parameters()
  const where = conditions(request.query, bind)
  const rows = await kernel.db.query<AuditRow>({
    text: `select e.seq, e.id, to_json(e.at)#>>'{}' as at, e.op, e.object, e.record, e.actor, e.actor_name, e.version, e.changes, e.cause
           from event e ${where.length === 0 ? '' : `where ${where.join(' and ')}`} order by e.seq desc limit ${PAGE + 1}`,
    values,
  })
  const page = rows.slice(0, PAGE)
  return { data: page, next: rows.length > PAGE ? String(page[page.length - 1]?.seq ?? '') : null }
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
