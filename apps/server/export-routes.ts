import { AppError, isJsonObject } from '@perigon/contracts'
import { demandExport, wantedOf } from '@perigon/exports'
import { actorOf, OBJECT } from '@perigon/http'
import { type Actor, type Kernel, type ObjectSnapshot } from '@perigon/kernel'
import { EXPORT_TYPES, exportFile } from '@perigon/transfer'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { counted } from './counted-rows.ts'

type Route = FastifyRequest<{ Params: { path: string } }>
type Said = { readonly [name: string]: unknown }

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('request.invalid', { data: { detail: 'filter is not JSON' }, cause: error })
  }
}

/** What an address says of an export, as a body says it. Throws where it says one thing twice. */
function saidInAddress(query: unknown): Said {
  const said = isJsonObject(query) ? query : {}
  const word = (name: string): string | undefined => {
    const value = said[name]
    if (value === undefined || typeof value === 'string') return value === '' ? undefined : value
    throw new AppError('request.invalid', { data: { detail: `${name} more than once` } })
  }
  const filter = word('filter')
  const lists = Object.fromEntries(['fields', 'sort', 'ids'].map((name) => [name, word(name)?.split(',')]))
  return { ...lists, q: word('q'), format: word('format'), filter: filter === undefined ? undefined : json(filter) }
}

function objectAt(kernel: Kernel, { params }: Route): ObjectSnapshot {
  const object = kernel.snapshot().byPath.get(params.path)
  if (object === undefined) throw new AppError('object.not_found', { data: { object: params.path.slice(0, 60) } })
  return object
}

type Sent = { readonly kernel: Kernel; readonly actor: Actor; readonly reply: FastifyReply }

/** Without a word CSV, as ever; a format nobody writes is refused rather than answered with another. */
async function sendExport({ kernel, actor, reply }: Sent, object: ObjectSnapshot, said: Said): Promise<FastifyReply> {
  const wanted = wantedOf(object.key, said['format'] ?? 'csv', said)
  // A refusal has to come before the first byte: in the middle of a file nobody could read it.
  const fields = await demandExport(kernel, actor, wanted)
  const { format, ids, query } = wanted
  const { filter, q = null } = query
  const chosen = ids === undefined ? {} : { chosen: ids.length }
  const told = { format, fields, filter: filter === undefined ? null : JSON.stringify(filter), q, ...chosen }
  const file = exportFile(kernel, actor, {
    ...wanted,
    watch: (rows) =>
      counted(rows, (count, hash) =>
        kernel.note(actor, { fact: 'export', object: object.key, record: null, detail: { rows: count, sha256: hash, ...told } }),
      ),
  })
  reply.header('content-disposition', `attachment; filename="${object.definition.path}.${format}"`)
  return reply.type(EXPORT_TYPES[format]).send(file)
}

/**
 * What a list shows, as a file; the rows come through the list's own reader, so nothing is in it that the list would hide. Asked by an
 * address, or by a body where the chosen records do not fit into one.
 */
export function registerExportRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.get<{ Params: { path: string } }>('/api/v1/:path/export', { config: { access: 'session' }, schema: OBJECT }, async (request, reply) =>
    sendExport({ kernel, actor: actorOf(request), reply }, objectAt(kernel, request), saidInAddress(request.query)),
  )
  app.post<{ Params: { path: string } }>(
    '/api/v1/:path/export',
    { config: { access: 'session', reads: true }, schema: OBJECT },
    async (request, reply) =>
      sendExport({ kernel, actor: actorOf(request), reply }, objectAt(kernel, request), isJsonObject(request.body) ? request.body : {}),
  )
}
