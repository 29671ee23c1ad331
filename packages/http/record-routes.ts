import { AppError, type BatchOperation, isId, isJsonObject, type Json, newId } from '@perigon/contracts'
import {
  type Command,
  type Kernel,
  objectOf,
  type ObjectSnapshot,
  parseAggregateQuery,
  parseCountQuery,
  parseListQuery,
  type WriteResult,
} from '@perigon/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problemOf, toAppError } from './problem.ts'
import { actorOf, requestLocale } from './server.ts'
import { OBJECT, OBJECT_BODY, RECORD, RECORD_BODY } from './route-schemas.ts'

type Params = { readonly path: string; readonly id: string; readonly verb: string }
type Route = FastifyRequest<{ Params: Params }>

const MAX_BATCH = 1000

/** The object a path names; same answer whether it is absent or out of reach. */
function objectAt(kernel: Kernel, request: Route): ObjectSnapshot {
  const object = kernel.snapshot().byPath.get(request.params.path)
  if (object === undefined) throw new AppError('object.not_found', { data: { object: request.params.path.slice(0, 60) } })
  return object
}

function idAt(request: Route): string {
  if (!isId(request.params.id)) throw new AppError('record.not_found')
  return request.params.id.toLowerCase()
}

function jsonParameter(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('request.invalid', { data: { detail: `${name} is not JSON` }, cause: error })
  }
}

const split = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Query string → the same shape as a ListQuery body. */
function queryFromUrl(query: unknown): unknown {
  if (!isJsonObject(query)) return {}
  // fromEntries makes an own property of every name, also of __proto__, which then is refused like any unknown one.
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, parameterFromUrl(key, value)]))
}

function parameterFromUrl(key: string, value: unknown): unknown {
  if (typeof value !== 'string') throw new AppError('request.invalid', { data: { detail: `${key.slice(0, 40)} is given twice` } })
  if (key === 'filter') return jsonParameter(value, key)
  if (key === 'sort' || key === 'fields') return split(value)
  if (key === 'limit') return Number(value)
  if (key === 'count') return value === 'true' ? true : value === 'false' ? false : value
  return value
}

function ifMatch(request: FastifyRequest, required: boolean): number | undefined {
  const header = request.headers['if-match']
  if (header === undefined) {
    if (required) throw new AppError('record.version_required')
    return undefined
  }
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)
  if (match === null) throw new AppError('request.invalid', { data: { detail: 'If-Match must be a version number' } })
  return Number(match[1])
}

function bodyObject(request: FastifyRequest): Record<string, unknown> {
  const body = request.body ?? {}
  if (!isJsonObject(body)) throw new AppError('request.invalid', { data: { detail: 'the body must be a JSON object' } })
  return body
}

const toJson = (value: unknown): Json => (typeof value === 'string' ? value : null)

const json = (reply: FastifyReply, text: string): FastifyReply => reply.type('application/json; charset=utf-8').send(text)

type Exchange = { readonly kernel: Kernel; readonly request: Route; readonly reply: FastifyReply }

async function sendRecord({ kernel, request, reply }: Exchange, id: string): Promise<FastifyReply> {
  const object = objectAt(kernel, request)
  const { fields } = isJsonObject(request.query) ? request.query : {}
  const wanted = typeof fields === 'string' ? split(fields) : undefined
  const found = await kernel.get(actorOf(request), object.key, { id, fields: wanted })
  reply.header('etag', `"${found.version}"`)
  return json(reply, found.body)
}

/** A version conflict is told with the record as it is now, what the caller wanted, who was faster, and the fields both changed. */
async function withConflict<T>(kernel: Kernel, request: Route, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'record.version_conflict') throw error
    const object = objectAt(kernel, request)
    const found = await kernel.get(actorOf(request), object.key, { id: idAt(request) })
    const current: Json = JSON.parse(found.body)
    const by = isJsonObject(current) ? current['updated_by'] : null
    const changed_by: Json = isJsonObject(by) ? { id: toJson(by['id']), name: toJson(by['title']) } : null
    const yours: Json = JSON.parse(JSON.stringify(request.body ?? {}))
    throw new AppError('record.version_conflict', { data: { current, yours, changed_by, fields: error.data['fields'] ?? [] } })
  }
}

async function writeOne(kernel: Kernel, request: FastifyRequest, command: Command): Promise<string> {
  const [outcome] = await kernel.write(actorOf(request), [command], { cause: { kind: 'api' } })
  return outcome?.ok === true ? outcome.id : ''
}

function registerReads(app: FastifyInstance, kernel: Kernel): void {
  app.get<{ Params: Params }>('/api/v1/:path', { config: { access: 'session' }, schema: OBJECT }, async (request, reply) =>
    json(reply, await kernel.list(actorOf(request), objectAt(kernel, request).key, parseListQuery(queryFromUrl(request.query)))),
  )
  app.post<{ Params: Params }>(
    '/api/v1/:path/query',
    { config: { access: 'session', reads: true }, schema: OBJECT_BODY },
    async (request, reply) => json(reply, await kernel.list(actorOf(request), objectAt(kernel, request).key, parseListQuery(request.body))),
  )
  app.post<{ Params: Params }>(
    '/api/v1/:path/count',
    { config: { access: 'session', reads: true }, schema: OBJECT_BODY },
    async (request) => kernel.count(actorOf(request), objectAt(kernel, request).key, parseCountQuery(request.body)),
  )
  app.post<{ Params: Params }>(
    '/api/v1/:path/aggregate',
    { config: { access: 'session', reads: true }, schema: OBJECT_BODY },
    async (request) => kernel.aggregate(actorOf(request), objectAt(kernel, request).key, parseAggregateQuery(request.body)),
  )
  app.get<{ Params: Params }>('/api/v1/:path/:id', { config: { access: 'session' }, schema: RECORD }, async (request, reply) =>
    sendRecord({ kernel, request, reply }, idAt(request)),
  )
  app.get<{ Params: Params }>('/api/v1/:path/:id/history', { config: { access: 'session' }, schema: RECORD }, async (request) => {
    const cursor = isJsonObject(request.query) ? request.query['cursor'] : undefined
    const before = typeof cursor === 'string' ? Number(cursor) : undefined
    if (before !== undefined && !Number.isSafeInteger(before)) throw new AppError('query.cursor')
    return kernel.history(actorOf(request), objectAt(kernel, request).key, { id: idAt(request), before })
  })
}

function registerWrites(app: FastifyInstance, kernel: Kernel): void {
  app.post<{ Params: Params }>('/api/v1/:path', { config: { access: 'session' }, schema: OBJECT_BODY }, async (request, reply) => {
    const object = objectAt(kernel, request)
    const id = await writeOne(kernel, request, { object: object.key, op: 'create', patch: bodyObject(request) })
    reply.code(201).header('location', `/api/v1/${object.definition.path}/${id}`)
    return sendRecord({ kernel, request, reply }, id)
  })
  app.patch<{ Params: Params }>('/api/v1/:path/:id', { config: { access: 'session' }, schema: RECORD_BODY }, async (request, reply) => {
    const object = objectAt(kernel, request)
    const version = ifMatch(request, true)
    const command: Command = {
      object: object.key,
      op: 'update',
      id: idAt(request),
      patch: bodyObject(request),
      ...(version === undefined ? {} : { version }),
    }
    await withConflict(kernel, request, () => writeOne(kernel, request, command))
    return sendRecord({ kernel, request, reply }, idAt(request))
  })
  app.delete<{ Params: Params }>('/api/v1/:path/:id', { config: { access: 'session' }, schema: RECORD }, async (request, reply) => {
    const version = ifMatch(request, false)
    const command: Command = {
      object: objectAt(kernel, request).key,
      op: 'delete',
      id: idAt(request),
      ...(version === undefined ? {} : { version }),
    }
    await withConflict(kernel, request, () => writeOne(kernel, request, command))
    return reply.code(204).send()
  })
  app.post<{ Params: Params }>(
    '/api/v1/:path/:id/restore',
    { config: { access: 'session' }, schema: RECORD_BODY },
    async (request, reply) => {
      await writeOne(kernel, request, { object: objectAt(kernel, request).key, op: 'restore', id: idAt(request) })
      return sendRecord({ kernel, request, reply }, idAt(request))
    },
  )
  app.post<{ Params: Params }>('/api/v1/:path/:id/undo', { config: { access: 'session' }, schema: RECORD_BODY }, async (request, reply) => {
    await kernel.undoLast(actorOf(request), objectAt(kernel, request).key, { id: idAt(request), version: ifMatch(request, true) })
    return sendRecord({ kernel, request, reply }, idAt(request))
  })
  app.post<{ Params: Params }>(
    '/api/v1/:path/:id/:verb',
    { config: { access: 'session' }, schema: RECORD_BODY },
    async (request, reply) => {
      const object = objectAt(kernel, request)
      const id = idAt(request)
      const version = ifMatch(request, false)
      await withConflict(kernel, request, () =>
        kernel.verb(actorOf(request), { object: object.key, verb: request.params.verb, id, params: bodyObject(request), version }),
      )
      return sendRecord({ kernel, request, reply }, id)
    },
  )
}

function batchCommand(object: string, input: unknown): Command {
  const refuse = (detail: string): never => {
    throw new AppError('request.invalid', { data: { detail } })
  }
  if (!isJsonObject(input)) return refuse('an operation must be an object')
  const op = (['create', 'update', 'delete', 'restore'] as const).find((name) => name === input['op']) satisfies
    | BatchOperation['op']
    | undefined
  const { id, version, data } = input
  if (op === undefined) return refuse('op must be create, update, delete or restore')
  if (version !== undefined && !Number.isInteger(version)) return refuse('version must be a whole number')
  if (op === 'create') return isJsonObject(data) ? { object, op, patch: data } : refuse('data must be an object')
  if (!isId(id)) return refuse('id must be a record id')
  const base = { object, id: id.toLowerCase(), ...(typeof version === 'number' ? { version } : {}) }
  if (op !== 'update') return { ...base, op }
  return isJsonObject(data) ? { ...base, op, patch: data } : refuse('data must be an object')
}

function batchResult(request: FastifyRequest, outcome: WriteResult): Json {
  if (outcome.ok) return { ok: true, record: { id: outcome.id, version: outcome.version } }
  const problem: Json = JSON.parse(JSON.stringify(problemOf(toAppError(outcome.error), requestLocale(request), request.id)))
  return { ok: false, problem }
}

function registerBatch(app: FastifyInstance, kernel: Kernel): void {
  app.post<{ Params: Params }>(
    '/api/v1/:path/batch',
    { config: { access: 'session' }, schema: OBJECT_BODY, bodyLimit: 10 * 1024 * 1024 },
    async (request) => {
      const object = objectOf(kernel.snapshot(), objectAt(kernel, request).key)
      const body = bodyObject(request)
      const operations = body['operations']
      const mode = body['mode'] ?? 'all_or_nothing'
      if (!Array.isArray(operations) || operations.length === 0 || operations.length > MAX_BATCH)
        throw new AppError('request.invalid', { data: { detail: `1 to ${MAX_BATCH} operations are needed` } })
      if (mode !== 'all_or_nothing' && mode !== 'row_by_row')
        throw new AppError('request.invalid', { data: { detail: 'mode must be all_or_nothing or row_by_row' } })
      const commands = operations.map((operation) => batchCommand(object.key, operation))
      const results = await kernel.write(actorOf(request), commands, { cause: { kind: 'batch', operation: newId() }, mode })
      return { results: results.map((outcome) => batchResult(request, outcome)) }
    },
  )
}

/** REST for every object of the snapshot; a custom field or object is there the moment the snapshot has it. */
export function registerRecordRoutes(app: FastifyInstance, kernel: Kernel): void {
  registerBatch(app, kernel)
  registerReads(app, kernel)
  registerWrites(app, kernel)
}
