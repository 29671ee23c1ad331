import { AppError, isId, isJsonObject, type Json } from '@perigon/contracts'
import { actorOf, BODY, NO_INPUT, RECORD } from '@perigon/http'
import type { Kernel } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'
import { TELLS } from '../reminder-rule/steps.options.ts'
import { askRun } from '../run/run.ts'
import { demandWriter, draftIn } from './draft.ts'
import { type LogQuery, reminderLog } from './log.ts'
import { nextReminder } from './next.ts'
import { previewLadder, previewRecords } from './preview.ts'

/** Starts the queue's work at once instead of at the next look. */
export type WakeReminders = () => Promise<unknown>

/** The doors of the reminders: previews and runs for whoever may write rules; the log and the next reminder for whoever may read the record. */
export function registerReminderRoutes(
  app: FastifyInstance,
  { kernel, wake }: { readonly kernel: Kernel; readonly wake: WakeReminders },
): void {
  app.post('/api/v1/reminders/preview', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const actor = actorOf(request)
    demandWriter(kernel.snapshot(), actor)
    return previewLadder(kernel, actor, draftIn(kernel.snapshot(), actor, request.body))
  })
  app.post('/api/v1/reminders/preview/records', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const actor = actorOf(request)
    demandWriter(kernel.snapshot(), actor)
    const draft = draftIn(kernel.snapshot(), actor, request.body)
    const input = isJsonObject(request.body) ? request.body : {}
    const index = draft.ladder.steps.findIndex(({ key }) => key === input['step'])
    if (index < 0) throw new AppError('request.invalid', { data: { detail: 'step: a key of the steps' } })
    const cursor = input['cursor'] ?? 0
    if (typeof cursor !== 'number' || !Number.isInteger(cursor) || cursor < 0 || cursor > 1_000_000) throw new AppError('query.cursor')
    return previewRecords(kernel, actor, { draft, index, waiting: input['waiting'] === true, cursor })
  })
  app.post('/api/v1/reminders/run', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const actor = actorOf(request)
    demandWriter(kernel.snapshot(), actor)
    await askRun(kernel, actor.id)
    await wake()
    return lastRuns(kernel)
  })
  app.get('/api/v1/reminders/runs', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    demandWriter(kernel.snapshot(), actorOf(request))
    return lastRuns(kernel)
  })
  app.get('/api/v1/reminders/log', { config: { access: 'session' }, schema: NO_INPUT }, async (request) =>
    reminderLog(kernel, insider(actorOf(request)), logQuery(request.query)),
  )
  app.get<{ Params: { path: string; id: string } }>(
    '/api/v1/:path/:id/next-reminder',
    { config: { access: 'session' }, schema: RECORD },
    async (request) => {
      const { path, id } = request.params
      const object = kernel.snapshot().byPath.get(path)
      if (object === undefined || !isId(id)) throw new AppError('record.not_found')
      return nextReminder(kernel, insider(actorOf(request)), { object, id: id.toLowerCase() })
    },
  )
}

/** Whom the company reminds of what is the company's own business. */
function insider<A extends { readonly outside?: boolean }>(actor: A): A {
  if (actor.outside === true) throw new AppError('access.denied')
  return actor
}

const RUNS = `select r.id, to_char(r.day, 'YYYY-MM-DD') as day, to_json(r.started_at)#>>'{}' as started_at, to_json(r.finished_at)#>>'{}' as finished_at,
    r.counts, (select name from "user" u where u.id = r.asked_by) as asked_by,
    (select json_agg(json_build_object('rule', coalesce(x.name, ''), 'code', p.value)) from jsonb_each_text(r.problems) p left join reminder_rule x on x.id = p.key::uuid) as problems
  from reminder_run r order by r.started_at desc limit 10`

async function lastRuns(kernel: Kernel): Promise<{ readonly data: readonly Json[] }> {
  return { data: await kernel.db.query<{ [column: string]: Json }>({ text: RUNS, values: [] }) }
}

function logQuery(query: unknown): LogQuery {
  const input = isJsonObject(query) ? query : {}
  const id = (name: string): string | null => said(input, name, isId)
  const day = (name: string): string | null => said(input, name, isDay)
  const tell = TELLS.find((each) => each === input['tell']) ?? null
  if (tell === null && (input['tell'] ?? '') !== '')
    throw new AppError('request.invalid', { data: { detail: `tell: ${TELLS.join(', ')}` } })
  return { rule: id('rule'), person: id('person'), from: day('from'), to: day('to'), tell, cursor: said(input, 'cursor', isNumber) }
}

function said(input: { readonly [key: string]: unknown }, name: string, fits: (value: unknown) => boolean): string | null {
  const value = input[name] ?? ''
  if (value === '') return null
  if (typeof value !== 'string' || !fits(value))
    throw new AppError('request.invalid', { data: { detail: `${name}: ${String(value).slice(0, 40)}` } })
  return value
}

const isNumber = (value: unknown): boolean => typeof value === 'string' && /^\d{1,15}$/.test(value)

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const time = Date.parse(value)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}
