import { AppError, isId, type Json } from '@perigon/contracts'
import { actorOf, OBJECT, RECORD } from '@perigon/http'
import { type Actor, type Kernel, systemActor } from '@perigon/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { safeFileName } from './file-name.ts'
import type { FileStore } from './file-store.ts'

export type AttachmentDeps = { readonly kernel: Kernel; readonly store: FileStore }

const MAX_BYTES = 100 * 1024 * 1024
const MAX_FILES = 200
const SHOWN = ['name', 'kind', 'media_type', 'size', 'revision', 'created_at', 'created_by', 'record_object', 'record', 'sha256']
/** Pictures a browser may show itself; everything else, SVG and HTML above all, is only ever downloaded. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

const reader = systemActor('attachments')

type FileRow = { readonly id: string; readonly [field: string]: Json }
type Target = { readonly object: string; readonly id: string; readonly actor: Actor }

function rowsOf(page: string): readonly FileRow[] {
  const parsed: { readonly data: readonly FileRow[] } = JSON.parse(page)
  return parsed.data
}

/** The record a path names, if the caller may read it. */
async function targetOf(kernel: Kernel, request: FastifyRequest<{ Params: { path: string; id: string } }>): Promise<Target> {
  const object = kernel.snapshot().byPath.get(request.params.path)
  if (object === undefined || !isId(request.params.id)) throw new AppError('record.not_found')
  const actor = actorOf(request)
  await kernel.get(actor, object.key, { id: request.params.id, fields: [] })
  return { object: object.key, id: request.params.id.toLowerCase(), actor }
}

/** Files change a record: whoever adds or removes one must be allowed to. */
async function demandChange(kernel: Kernel, { object, id, actor }: Target): Promise<void> {
  await kernel.write(actor, [{ object, op: 'update', id, patch: {} }], { cause: { kind: 'api', ref: 'attachment' }, dry: true })
}

async function filesOf(kernel: Kernel, target: Target): Promise<readonly FileRow[]> {
  const filter = {
    and: [
      { field: 'record_object', op: 'eq' as const, value: target.object },
      { field: 'record', op: 'eq' as const, value: target.id },
    ],
  }
  return rowsOf(await kernel.list(reader, 'attachment', { filter, fields: SHOWN, limit: 200 }))
}

async function add(deps: AttachmentDeps, request: FastifyRequest<{ Params: { path: string; id: string } }>): Promise<string> {
  const { kernel, store } = deps
  const target = await targetOf(kernel, request)
  await demandChange(kernel, target)
  const present = await filesOf(kernel, target)
  if (present.length >= MAX_FILES) throw new AppError('request.too_large', { data: { limit: `${MAX_FILES} files` } })
  const part = await request.file()
  if (part === undefined) throw new AppError('request.invalid', { data: { detail: 'no file arrived' } })
  const name = safeFileName(part.filename)
  const { sha256, size, mediaType } = await store.put(part.file, MAX_BYTES)
  const revision = Math.max(0, ...present.filter((file) => file['name'] === name).map((file) => Number(file['revision']))) + 1
  const kind = PICTURES.has(mediaType) ? 'photo' : 'file'
  const patch = { name, record_object: target.object, record: target.id, kind, media_type: mediaType, size, sha256, revision }
  const [result] = await kernel.write({ ...target.actor, admin: true }, [{ object: 'attachment', op: 'create', patch }], {
    cause: { kind: 'api', ref: 'attachment' },
  })
  return result?.ok === true ? result.id : ''
}

/** An attachment whose record the caller may read. */
async function attachmentOf(
  kernel: Kernel,
  request: FastifyRequest<{ Params: { id: string } }>,
): Promise<{ readonly file: FileRow; readonly target: Target }> {
  if (!isId(request.params.id)) throw new AppError('record.not_found')
  const { body } = await kernel.get(reader, 'attachment', { id: request.params.id, fields: SHOWN })
  const file: FileRow = JSON.parse(body)
  const target = { object: String(file['record_object']), id: String(file['record']), actor: actorOf(request) }
  await kernel.get(target.actor, target.object, { id: target.id, fields: [] }).catch((error: unknown) => {
    // "You may not" would tell that there is such a file.
    throw error instanceof AppError && error.code === 'access.denied' ? new AppError('record.not_found', { cause: error }) : error
  })
  return { file, target }
}

function sendContent(reply: FastifyReply, file: FileRow, store: FileStore): FastifyReply {
  const mediaType = String(file['media_type'])
  const shown = PICTURES.has(mediaType)
  const name = encodeURIComponent(String(file['name'])).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  return reply
    .header('content-disposition', `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, max-age=300')
    .type(shown ? mediaType : 'application/octet-stream')
    .send(store.open(String(file['sha256'])))
}

/** Files of a record: list, add, open, remove; all through the record's own read gate. */
export function registerAttachmentRoutes(app: FastifyInstance, deps: AttachmentDeps): void {
  const { kernel, store } = deps
  app.get<{ Params: { path: string; id: string } }>(
    '/api/v1/:path/:id/files',
    { config: { access: 'session' }, schema: OBJECT },
    async (request) => ({
      data: (await filesOf(kernel, await targetOf(kernel, request))).map(
        ({ sha256: _hash, record: _record, record_object: _object, ...file }) => file,
      ),
    }),
  )
  app.post<{ Params: { path: string; id: string } }>(
    '/api/v1/:path/:id/files',
    { config: { access: 'session' }, schema: OBJECT },
    async (request, reply) => {
      const id = await add(deps, request)
      const { body } = await kernel.get(reader, 'attachment', {
        id,
        fields: SHOWN.filter((field) => !['sha256', 'record', 'record_object'].includes(field)),
      })
      return reply.code(201).type('application/json; charset=utf-8').send(body)
    },
  )
  app.get<{ Params: { id: string } }>(
    '/api/v1/files/:id/content',
    { config: { access: 'session' }, schema: RECORD },
    async (request, reply) => {
      const { file } = await attachmentOf(kernel, request)
      return sendContent(reply, file, store)
    },
  )
  app.delete<{ Params: { id: string } }>('/api/v1/files/:id', { config: { access: 'session' }, schema: RECORD }, async (request, reply) => {
    const { file, target } = await attachmentOf(kernel, request)
    await demandChange(kernel, target)
    await kernel.write({ ...target.actor, admin: true }, [{ object: 'attachment', op: 'delete', id: file.id }], {
      cause: { kind: 'api', ref: 'attachment' },
    })
    return reply.code(204).send()
  })
}

/** What of these contents living attachments still name, or trashed ones that may come back. */
export async function usedContents(kernel: Kernel, sha256s: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await kernel.db.query<{ sha256: string }>({
    text: 'select distinct sha256 from attachment where sha256 = any($1)',
    values: [sha256s],
  })
  return new Set(rows.map((row) => row.sha256))
}
