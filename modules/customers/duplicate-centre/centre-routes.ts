import { AppError, isId, isJsonObject, type Json } from '@perigon/contracts'
import { actorOf, BODY, NO_INPUT, RECORD_BODY } from '@perigon/http'
import { type Actor, type Kernel, may, objectOf } from '@perigon/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { countGroups, groupIds, type GroupQuery, type GroupState, listGroups } from './group-list.ts'
import { demandMerger, groupQuery, mergeAllIn } from './merge-groups.ts'
import { nameOfMerge, previewMerges, queryOfMerge } from './preview-merges.ts'
import { sayDifferent, takeDecisionBack } from './decide.ts'
import { cancelScan, createScan, demandScanner, scannedObject } from './scan-ledger.ts'
import { scanStatus } from './scan-status.ts'
import { COMPARED, SCANNED, type Scanned } from './scanned-record.ts'

export type CentreDeps = {
  readonly kernel: Kernel
  /** Tells the queue that a scan waits. */
  readonly wake: () => Promise<void>
  /** Begins a bulk operation that merges groups, and answers its id. */
  readonly mergeAll: (actor: Actor, merge: { readonly object: string; readonly name: string; readonly query: Json }) => Promise<string>
}

type ById = { Params: { id: string } }
const STATES: readonly GroupState[] = ['open', 'merged', 'different', 'gone']

const bodyOf = (request: FastifyRequest): { readonly [key: string]: unknown } => (isJsonObject(request.body) ? request.body : {})

function wrong(detail: string): AppError {
  return new AppError('request.invalid', { data: { detail } })
}

/** An object whose records the actor may read at all. */
function readable(kernel: Kernel, actor: Actor, value: unknown): Scanned {
  const object = scannedObject(value)
  if (!may(objectOf(kernel.snapshot(), object), actor, 'read')) throw new AppError('access.denied')
  return object
}

function afterIn(value: unknown): GroupQuery['after'] {
  if (value === undefined || value === null) return null
  const [rank, id] = typeof value === 'string' ? value.split('~') : []
  if (rank === undefined || !/^\d{1,7}$/.test(rank) || !isId(id)) throw wrong('after')
  return { rank: Number(rank), id }
}

function queryIn(object: Scanned, body: { readonly [key: string]: unknown }): GroupQuery {
  const { state = 'open', least = 0, field = null } = body
  const known = STATES.find((each) => each === state)
  if (known === undefined) throw wrong(`state: ${STATES.join(', ')}`)
  if (typeof least !== 'number' || !Number.isInteger(least) || least < 0 || least > 100) throw wrong('least: 0–100')
  if (field !== null && (typeof field !== 'string' || !COMPARED[object].includes(field)))
    throw wrong(`field: ${COMPARED[object].join(', ')}`)
  return { object, state: known, least, field, group: null, after: afterIn(body['after']) }
}

function groupOf(request: FastifyRequest<ById>): string {
  if (!isId(request.params.id)) throw new AppError('record.not_found')
  return request.params.id.toLowerCase()
}

function recordsIn(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return null
  if (!Array.isArray(value) || value.length === 0 || value.length > 20 || !value.every(isId)) throw wrong('records: 1–20 ids')
  return value.map((id) => String(id).toLowerCase())
}

function registerScans(app: FastifyInstance, { kernel, wake }: CentreDeps): void {
  app.get('/api/v1/duplicates/scans', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    const actor = actorOf(request)
    const objects = SCANNED.filter((object) => may(objectOf(kernel.snapshot(), object), actor, 'read'))
    if (objects.length === 0) throw new AppError('access.denied')
    return { manages: actor.admin, data: await scanStatus(kernel, actor, objects) }
  })
  app.post('/api/v1/duplicates/scans', { config: { access: 'session' }, schema: BODY }, async (request, reply) => {
    const actor = actorOf(request)
    demandScanner(actor)
    const object = scannedObject(bodyOf(request)['object'])
    const id = await createScan(kernel, { object, by: actor, night: null })
    await kernel.note(actor, { fact: 'duplicate_scan', object, record: null, detail: { started: id } })
    await wake()
    return reply.code(202).send({ id })
  })
  app.post('/api/v1/duplicates/scans/cancel', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const actor = actorOf(request)
    demandScanner(actor)
    const object = scannedObject(bodyOf(request)['object'])
    const cancelled = await cancelScan(kernel, object)
    if (cancelled) await kernel.note(actor, { fact: 'duplicate_scan', object, record: null, detail: { cancelled: true } })
    await wake()
    return { cancelled }
  })
  app.post('/api/v1/duplicates/nightly', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const actor = actorOf(request)
    demandScanner(actor)
    const { object: asked, nightly } = bodyOf(request)
    const object = scannedObject(asked)
    if (typeof nightly !== 'boolean') throw wrong('nightly: true, false')
    await kernel.db.query({
      text: nightly
        ? 'insert into duplicate_nightly (object, by, at) values ($1, $2, $3) on conflict do nothing'
        : 'delete from duplicate_nightly where object = $1',
      values: nightly ? [object, actor.id, kernel.clock.now().toISOString()] : [object],
    })
    await kernel.note(actor, { fact: 'duplicate_scan', object, record: null, detail: { nightly } })
    return { nightly }
  })
}

function registerMerging(app: FastifyInstance, { kernel, mergeAll }: CentreDeps): void {
  app.post('/api/v1/duplicates/merge/preview', { config: { access: 'session', reads: true }, schema: BODY }, async (request) => {
    const actor = actorOf(request)
    const all = mergeAllIn(bodyOf(request))
    demandMerger(kernel, actor, all.object)
    return previewMerges(kernel, actor, all)
  })
  app.post('/api/v1/duplicates/merge', { config: { access: 'session' }, schema: BODY }, async (request, reply) => {
    const actor = actorOf(request)
    const all = mergeAllIn(bodyOf(request))
    demandMerger(kernel, actor, all.object)
    if ((await groupIds(kernel, actor, groupQuery(all))).length === 0) throw new AppError('bulk.nothing')
    const id = await mergeAll(actor, { object: all.object, name: nameOfMerge(kernel, actor, all), query: queryOfMerge(all) })
    await kernel.note(actor, { fact: 'duplicate_decision', object: all.object, record: null, detail: { merge_all: id, least: all.least } })
    return reply.code(202).send({ id })
  })
}

/**
 * The doors of the duplicate centre: scans of the whole base for administrators; for everybody the groups whose records they may
 * read, and saying that records are not the same.
 */
export function registerDuplicateCentreRoutes(app: FastifyInstance, deps: CentreDeps): void {
  const { kernel } = deps
  registerScans(app, deps)
  registerMerging(app, deps)
  app.post('/api/v1/duplicates/groups/query', { config: { access: 'session', reads: true }, schema: BODY }, async (request) => {
    const [actor, body] = [actorOf(request), bodyOf(request)]
    const query = queryIn(readable(kernel, actor, body['object']), body)
    const page = await listGroups(kernel, actor, query)
    const count: { readonly [key: string]: Json } = query.after === null ? { count: await countGroups(kernel, actor, query) } : {}
    return { data: page.groups, next: page.next, ...count }
  })
  app.post<ById>('/api/v1/duplicates/groups/:id/different', { config: { access: 'session' }, schema: RECORD_BODY }, async (request) => {
    const [actor, body] = [actorOf(request), bodyOf(request)]
    const object = readable(kernel, actor, body['object'])
    return sayDifferent(kernel, actor, { id: groupOf(request), object, records: recordsIn(body['records']) })
  })
  app.post<ById>('/api/v1/duplicates/groups/:id/reopen', { config: { access: 'session' }, schema: RECORD_BODY }, async (request) => {
    const [actor, body] = [actorOf(request), bodyOf(request)]
    const object = readable(kernel, actor, body['object'])
    await takeDecisionBack(kernel, actor, { id: groupOf(request), object })
    return { done: true }
  })
}
