import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { AppError, type ImportMapping, type ImportState, isId, isJsonObject, newId } from '@perigon/contracts'
import { actorOf } from '@perigon/http'
import type { Jobs } from '@perigon/jobs'
import { type Actor, type Kernel, objectOf, may } from '@perigon/kernel'
import {
  createImport,
  describeSource,
  errorRows,
  EXPORT_TYPES,
  getImport,
  guessMapping,
  importTemplate,
  listImports,
  moveImport,
  parseMapping,
  publicImport,
  writeSheet,
} from '@perigon/transfer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { importJob } from './import-job.ts'
import { knownColumns } from './other-systems/presets.ts'
import { BODY, NO_INPUT, OBJECT, RECORD, RECORD_BODY, UPLOAD } from '@perigon/http'
import { takeUpload } from './take-upload.ts'

export type ImportRouteDeps = { readonly kernel: Kernel; readonly jobs: Jobs; readonly dataDir: string }

type ById = { Params: { id: string } }

function idOf(request: FastifyRequest<ById>): string {
  if (!isId(request.params.id)) throw new AppError('record.not_found')
  return request.params.id
}

function mayImport(kernel: Kernel, actor: Actor, key: string): void {
  const object = objectOf(kernel.snapshot(), key)
  if (object.definition.append_only === true || !may(object, actor, 'import') || !may(object, actor, 'create'))
    throw new AppError('access.denied')
}

function registerUpload(app: FastifyInstance, deps: ImportRouteDeps): void {
  const { kernel } = deps
  app.post('/api/v1/imports', { config: { access: 'session' }, schema: UPLOAD }, async (request, reply) => {
    const actor = actorOf(request)
    const key = isJsonObject(request.query) && typeof request.query['object'] === 'string' ? request.query['object'] : ''
    const object = objectOf(kernel.snapshot(), key)
    mayImport(kernel, actor, key)
    const { name, path } = await takeUpload(request, join(deps.dataDir, 'imports'))
    try {
      const source = await describeSource(path)
      const id = await createImport(kernel.db, {
        object: key,
        fileName: name,
        filePath: path,
        source,
        mapping: guessMapping(source, object, { actor, snapshot: kernel.snapshot(), known: knownColumns(key, source.header) }),
        actor,
      })
      return reply.code(201).send(publicImport(await getImport(kernel.db, id, actor)))
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  })
  app.post<ById>('/api/v1/imports/:id/check', { config: { access: 'session' }, schema: RECORD_BODY }, async (request, reply) => {
    const actor = actorOf(request)
    const job = await getImport(kernel.db, idOf(request), actor)
    mayImport(kernel, actor, job.object)
    const mapping: ImportMapping = parseMapping(request.body, job.source, {
      object: objectOf(kernel.snapshot(), job.object),
      actor,
      snapshot: kernel.snapshot(),
    })
    await moveImport(kernel.db, job.id, { from: ['uploaded', 'checked', 'failed'], to: 'checking', mapping })
    await deps.jobs.send(importJob, { id: job.id })
    return reply.code(202).send(publicImport(await getImport(kernel.db, job.id, actor)))
  })
}

const MOVES: { readonly [verb: string]: { readonly from: readonly ImportState[]; readonly to: ImportState } } = {
  run: { from: ['checked'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['uploaded', 'checking', 'checked', 'running', 'paused'], to: 'cancelled' },
  undo: { from: ['done', 'cancelled'], to: 'undoing' },
}

function registerMoves(app: FastifyInstance, deps: ImportRouteDeps): void {
  const { kernel } = deps
  for (const [verb, move] of Object.entries(MOVES)) {
    app.post<ById>(`/api/v1/imports/:id/${verb}`, { config: { access: 'session' }, schema: RECORD_BODY }, async (request, reply) => {
      const actor = actorOf(request)
      const job = await getImport(kernel.db, idOf(request), actor)
      mayImport(kernel, actor, job.object)
      await moveImport(kernel.db, job.id, move)
      if (move.to === 'running' || move.to === 'undoing') await deps.jobs.send(importJob, { id: job.id })
      return reply.code(202).send(publicImport(await getImport(kernel.db, job.id, actor)))
    })
  }
}

function registerMappings(app: FastifyInstance, { kernel }: ImportRouteDeps): void {
  app.get('/api/v1/import-mappings', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    const key = isJsonObject(request.query) && typeof request.query['object'] === 'string' ? request.query['object'] : ''
    return {
      data: await kernel.db.query({
        text: 'select id, object, name, mapping from import_mapping where object = $1 and user_id = $2 order by name limit 200',
        values: [key, actorOf(request).id],
      }),
    }
  })
  app.post('/api/v1/import-mappings', { config: { access: 'session' }, schema: BODY }, async (request, reply) => {
    const { object, name, mapping } = isJsonObject(request.body) ? request.body : {}
    if (typeof object !== 'string' || typeof name !== 'string' || name.trim() === '' || name.length > 100 || !isJsonObject(mapping))
      throw new AppError('request.invalid', { data: { detail: 'object, name and mapping are needed' } })
    objectOf(kernel.snapshot(), object)
    const id = newId()
    const rows = await kernel.db.query<{ id: string }>({
      text: 'insert into import_mapping (id, object, name, mapping, user_id) values ($1, $2, $3, $4, $5) on conflict (object, user_id, name) do update set mapping = excluded.mapping returning id',
      values: [id, object, name.trim(), JSON.stringify(mapping), actorOf(request).id],
    })
    return reply.code(201).send({ id: rows[0]?.id ?? id, object, name: name.trim(), mapping })
  })
  app.delete<ById>('/api/v1/import-mappings/:id', { config: { access: 'session' }, schema: RECORD }, async (request, reply) => {
    await kernel.db.query({
      text: 'delete from import_mapping where id = $1 and user_id = $2',
      values: [idOf(request), actorOf(request).id],
    })
    return reply.code(204).send()
  })
}

/** Templates to fill in, upload, check, run, pause, resume, cancel, undo, the failed rows, and saved mappings. */
export function registerImportRoutes(app: FastifyInstance, deps: ImportRouteDeps): void {
  const { kernel } = deps
  registerUpload(app, deps)
  registerMoves(app, deps)
  registerMappings(app, deps)
  app.get('/api/v1/imports', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => ({
    data: await listImports(kernel.db, actorOf(request)),
  }))
  app.get<ById>('/api/v1/imports/:id', { config: { access: 'session' }, schema: RECORD }, async (request) =>
    publicImport(await getImport(kernel.db, idOf(request), actorOf(request))),
  )
  app.get<{ Params: { path: string } }>(
    '/api/v1/:path/import-template',
    { config: { access: 'session' }, schema: OBJECT },
    async (request, reply) => {
      const actor = actorOf(request)
      const object = kernel.snapshot().byPath.get(request.params.path)
      if (object === undefined) throw new AppError('object.not_found', { data: { object: request.params.path.slice(0, 60) } })
      mayImport(kernel, actor, object.key)
      reply.header('content-disposition', `attachment; filename="${object.definition.path}-template.xlsx"`)
      reply.type(EXPORT_TYPES.xlsx)
      return reply.send(Buffer.from(await importTemplate(kernel, actor, object.key)))
    },
  )
  app.get<ById>('/api/v1/imports/:id/errors.xlsx', { config: { access: 'session' }, schema: RECORD }, async (request, reply) => {
    const actor = actorOf(request)
    const job = await getImport(kernel.db, idOf(request), actor)
    const header = [...job.source.header, actor.locale === 'zh-CN' ? '失败原因' : 'Reason']
    const rows = errorRows(kernel.db, job, { snapshot: kernel.snapshot(), locale: actor.locale })
    reply.header('content-disposition', `attachment; filename="import-errors-${job.id.slice(0, 8)}.xlsx"`)
    reply.type(EXPORT_TYPES.xlsx)
    return reply.send(Readable.from(writeSheet({ name: actor.locale === 'zh-CN' ? '失败行' : 'Failed rows', header, rows })))
  })
}
