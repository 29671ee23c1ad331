import { AppError, isId, type Json } from '@perigon/contracts'
import { actorOf, OBJECT, RECORD, RECORD_BODY } from '@perigon/http'
import { type Actor, type Kernel, systemActor } from '@perigon/kernel'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { safeFileName } from './file-name.ts'
import type { Previews } from '../preview/preview.ts'
import type { FileStore } from '../store/file-store.ts'
import { InfectedFile, type Intake, type Taken } from '../intake/intake.ts'

export type AttachmentDeps = { readonly kernel: Kernel; readonly store: FileStore; readonly intake: Intake; readonly previews: Previews }

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
  const { kernel } = deps
  const target = await targetOf(kernel, request)
  await demandChange(kernel, target)
  const present = await filesOf(kernel, target)
  if (present.length >= MAX_FILES) throw new AppError('file.too_many', { data: { limit: MAX_FILES } })
  const part = await request.file()
  if (part === undefined) throw new AppError('request.invalid', { data: { detail: 'no file arrived' } })
  const name = safeFileName(part.filename)
  const { sha256, size, mediaType } = await takeIn(deps, target, { name, source: part.file })
  const revision = Math.max(0, ...present.filter((file) => file['name'] === name).map((file) => Number(file['revision']))) + 1
  const kind = PICTURES.has(mediaType) ? 'photo' : 'file'
  const patch = { name, record_object: target.object, record: target.id, kind, media_type: mediaType, size, sha256, revision }
  const [result] = await kernel.write({ ...target.actor, admin: true }, [{ object: 'attachment', op: 'create', patch }], {
    cause: { kind: 'api', ref: 'attachment' },
  })
  return result?.ok === true ? result.id : ''
}

/** A file that the scanner refuses is told to the log as well. */
async function takeIn(deps: AttachmentDeps, target: Target, file: { readonly name: string; readonly source: Readable }): Promise<Taken> {
  try {
    return await deps.intake(file.source, { name: file.name, limit: MAX_BYTES })
  } catch (error) {
    if (error instanceof InfectedFile) {
      const detail = { name: file.name, finding: error.finding }
      await deps.kernel.note(target.actor, { fact: 'file_refused', object: target.object, record: target.id, detail })
    }
    throw error
  }
}

/** An attachment whose record the caller may read. */
async function attachmentOf(
  kernel: Kernel,
  request: FastifyRequest<{ Params: { id: string } }>,
  trash = false,
): Promise<{ readonly file: FileRow; readonly target: Target }> {
  if (!isId(request.params.id)) throw new AppError('record.not_found')
  const { body } = await kernel.get(reader, 'attachment', { id: request.params.id, fields: SHOWN, trash })
  const file: FileRow = JSON.parse(body)
  const target = { object: String(file['record_object']), id: String(file['record']), actor: actorOf(request) }
  await kernel.get(target.actor, target.object, { id: target.id, fields: [] }).catch((error: unknown) => {
    // "You may not" would tell that there is such a file.
    throw error instanceof AppError && error.code === 'access.denied' ? new AppError('record.not_found', { cause: error }) : error
  })
  return { file, target }
}

async function sendContent(reply: FastifyReply, file: FileRow, store: FileStore): Promise<FastifyReply> {
  const content = await store.open(String(file['sha256']))
  const mediaType = String(file['media_type'])
  const shown = PICTURES.has(mediaType)
  const name = encodeURIComponent(String(file['name'])).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  return reply
    .header('content-disposition', `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, max-age=300')
    .type(shown ? mediaType : 'application/octet-stream')
    .send(content)
}

/** Files of a record: list, add, open, remove; all through the record's own read gate. */
export function registerAttachmentRoutes(app: FastifyInstance, deps: AttachmentDeps): void {
  const { kernel } = deps
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
  registerContentRoutes(app, deps)
  registerRemoval(app, kernel)
}

function registerContentRoutes(app: FastifyInstance, { kernel, store, previews }: AttachmentDeps): void {
  app.get<{ Params: { id: string } }>(
    '/api/v1/files/:id/content',
    { config: { access: 'session' }, schema: RECORD },
    async (request, reply) => {
      const { file } = await attachmentOf(kernel, request)
      return sendContent(reply, file, store)
    },
  )
  app.get<{ Params: { id: string } }>(
    '/api/v1/files/:id/preview',
    { config: { access: 'session' }, schema: RECORD },
    async (request, reply) => {
      const { file } = await attachmentOf(kernel, request)
      const small = PICTURES.has(String(file['media_type'])) ? await previews(String(file['sha256']), Number(file['size'])) : null
      if (small === null) throw new AppError('file.no_preview')
      return reply
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'private, max-age=86400')
        .type('image/webp')
        .send(small)
    },
  )
}

function registerRemoval(app: FastifyInstance, kernel: Kernel): void {
  app.post<{ Params: { id: string } }>(
    '/api/v1/files/:id/restore',
    { config: { access: 'session' }, schema: RECORD_BODY },
    async (request, reply) => {
      const { file, target } = await attachmentOf(kernel, request, true)
      await demandChange(kernel, target)
      await kernel.write({ ...target.actor, admin: true }, [{ object: 'attachment', op: 'restore', id: file.id }], {
        cause: { kind: 'undo', ref: 'attachment' },
      })
      return reply.code(204).send()
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
