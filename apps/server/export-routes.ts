import { AppError, isId, isJsonObject } from '@perigon/contracts'
import { actorOf } from '@perigon/http'
import { type Kernel, parseListQuery, may } from '@perigon/kernel'
import { EXPORT_TYPES, exportColumns, type ExportFormat, exportFile } from '@perigon/transfer'
import type { FastifyInstance } from 'fastify'
import { counted } from './counted-rows.ts'
import { OBJECT } from '@perigon/http'

const MOST_CHOSEN = 300

function parameter(query: unknown, name: string): string | undefined {
  const value = isJsonObject(query) ? query[name] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('request.invalid', { data: { detail: 'filter is not JSON' }, cause: error })
  }
}

/** Without a word CSV, as ever; a format nobody writes is refused rather than answered with another. */
function formatOf(word: string | undefined): ExportFormat {
  if (word === undefined) return 'csv'
  if (word === 'csv' || word === 'xlsx' || word === 'jsonl' || word === 'vcf') return word
  throw new AppError('request.invalid', { data: { detail: 'format is one of csv, xlsx, jsonl, vcf' } })
}

/** Chosen records instead of all that match; so many fit into an address. */
function idsOf(word: string | undefined): readonly string[] | undefined {
  if (word === undefined) return undefined
  const ids = word.split(',')
  if (ids.length > MOST_CHOSEN || !ids.every(isId))
    throw new AppError('request.invalid', { data: { detail: `ids: at most ${MOST_CHOSEN} record ids` } })
  return ids.map((id) => id.toLowerCase())
}

/** What a list shows, as a file; the rows come through the list's own reader, so nothing is in it that the list would hide. */
export function registerExportRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.get<{ Params: { path: string } }>(
    '/api/v1/:path/export',
    { config: { access: 'session' }, schema: OBJECT },
    async (request, reply) => {
      const actor = actorOf(request)
      const object = kernel.snapshot().byPath.get(request.params.path)
      if (object === undefined) throw new AppError('object.not_found', { data: { object: request.params.path.slice(0, 60) } })
      if (!may(object, actor, 'export')) throw new AppError('access.denied')
      const [filter, keys, sort, q] = ['filter', 'fields', 'sort', 'q'].map((name) => parameter(request.query, name))
      const query = parseListQuery({
        ...(filter === undefined ? {} : { filter: json(filter) }),
        ...(sort === undefined ? {} : { sort: sort.split(',') }),
        ...(q === undefined ? {} : { q }),
      })
      const format = formatOf(parameter(request.query, 'format'))
      const ids = idsOf(parameter(request.query, 'ids'))
      const wanted = { ids, object: object.key, keys: keys?.split(','), format, query }
      const fields = exportColumns(kernel, actor, wanted).map(({ path }) => path)
      // A refusal has to come before the first byte: in the middle of a file nobody could read it.
      await kernel.list(actor, object.key, { ...query, fields, limit: 1 })
      const file = exportFile(kernel, actor, {
        ...wanted,
        watch: (rows) =>
          counted(rows, (count, hash) =>
            kernel.note(actor, {
              fact: 'export',
              object: object.key,
              record: null,
              detail: {
                rows: count,
                sha256: hash,
                format,
                fields,
                filter: filter ?? null,
                q: q ?? null,
                ...(ids === undefined ? {} : { chosen: ids.length }),
              },
            }),
          ),
      })
      reply.header('content-disposition', `attachment; filename="${object.definition.path}.${format}"`)
      return reply.type(EXPORT_TYPES[format]).send(file)
    },
  )
}
