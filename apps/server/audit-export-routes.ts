import { AppError, AUDIT_OPS, auditActor, type AuditEntry, isJsonObject, type Json, type Locale, text } from '@perigon/contracts'
import { actorOf, auditQuery, NO_INPUT } from '@perigon/http'
import type { Actor, AuditQuery, Kernel } from '@perigon/kernel'
import { writeCsv, writeSheet } from '@perigon/transfer'
import type { FastifyInstance } from 'fastify'
import { counted } from './counted-rows.ts'
import { Readable } from 'node:stream'

const AT_ONCE = 500
const MOST = 200_000

const HEADERS = [
  { zh: '时间', en: 'When' },
  { zh: '操作人', en: 'Who' },
  { zh: '操作', en: 'What' },
  { zh: '对象', en: 'Object' },
  { zh: '记录', en: 'Record' },
  { zh: '记录编号', en: 'Record id' },
  { zh: '内容', en: 'Detail' },
  { zh: '来由', en: 'Cause' },
] as const

function plain(value: Json): string {
  if (value === null) return ''
  if (isJsonObject(value) && typeof value['title'] === 'string') return value['title']
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What changed, or the circumstances, in one cell, with the labels people know. */
function detailOf(kernel: Kernel, entry: AuditEntry, locale: Locale): string {
  const object = kernel.snapshot().objects.get(entry.object)
  const told = Object.entries(entry.told)
  const parts =
    told.length > 0
      ? told.map(([field, { before, after }]) => {
          const label = object?.fields.get(field)?.definition.label
          const name = label === undefined ? field : text(label, locale)
          return entry.op === 'create' ? `${name}: ${plain(after)}` : `${name}: ${plain(before)} → ${plain(after)}`
        })
      : Object.entries(entry.changes).map(([key, value]) => `${key}: ${plain(value)}`)
  return parts.join('; ').slice(0, 30_000)
}

async function* rowsOf(kernel: Kernel, actor: Actor, query: AuditQuery): AsyncGenerator<readonly string[]> {
  let before = query.before
  for (let told = 0; told < MOST; ) {
    const { entries, next } = await kernel.audit(actor, { ...query, before, limit: AT_ONCE })
    for (const entry of entries) {
      const object = kernel.snapshot().objects.get(entry.object)
      yield [
        entry.at,
        text(auditActor(entry), actor.locale),
        text(AUDIT_OPS[entry.op], actor.locale),
        object === undefined ? entry.object : text(object.definition.label.one, actor.locale),
        entry.title ?? '',
        entry.record ?? '',
        detailOf(kernel, entry, actor.locale),
        JSON.stringify(entry.cause),
      ]
    }
    told += entries.length
    if (next === null) return
    before = next
  }
}

/** The log as a file, with the filter of the page; that it was taken stands in the log like every export. */
export function registerAuditExport(app: FastifyInstance, kernel: Kernel): void {
  app.get<{ Querystring: Record<string, string> }>(
    '/api/v1/audit/export',
    { config: { access: 'session' }, schema: NO_INPUT },
    async (request, reply) => {
      const actor = actorOf(request)
      if (!actor.admin) throw new AppError('access.denied')
      const { format: wanted, ...asked } = request.query
      const format = wanted === 'xlsx' ? 'xlsx' : 'csv'
      const query = auditQuery(asked, AT_ONCE)
      const header = HEADERS.map((label) => text(label, actor.locale))
      const rows = counted(rowsOf(kernel, actor, query), (count, sha256) =>
        kernel.note(actor, {
          fact: 'export',
          object: 'event',
          record: null,
          detail: { rows: count, sha256, format, filter: new URLSearchParams(asked).toString() },
        }),
      )
      reply.header('content-disposition', `attachment; filename="audit.${format}"`)
      if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(writeCsv(header, rows))
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .send(Readable.from(writeSheet({ name: 'audit', header, rows })))
    },
  )
}
