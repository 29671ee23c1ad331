import { AppError, invalid, isId, isJsonObject } from '@perigon/contracts'
import { actorOf, BODY, NO_INPUT, RECORD_BODY } from '@perigon/http'
import type { Kernel } from '@perigon/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { claimCustomer, unclaimCustomer } from './claim-customer.ts'
import { demandMembership } from '../membership.ts'
import { assignCustomers, releaseCustomer } from './hand-over.ts'
import { listPooled, listPools } from './pooled-list.ts'

const MOST = 100

function idIn(value: unknown, path: string): string {
  if (isId(value)) return value.toLowerCase()
  throw invalid([{ path, code: value === undefined || value === null || value === '' ? 'required' : 'link' }])
}

function bodyOf(request: FastifyRequest): { readonly [key: string]: unknown } {
  return isJsonObject(request.body) ? request.body : {}
}

function poolOf(request: FastifyRequest<{ Params: { id: string } }>): string {
  if (!isId(request.params.id)) throw new AppError('record.not_found')
  return request.params.id.toLowerCase()
}

function idsIn(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST)
    throw new AppError('request.invalid', { data: { detail: `customers: 1–${MOST} ids` } })
  return [...new Set(value.map((each) => idIn(each, 'customers')))]
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 500) : ''
}

/** The doors of the pools: what lies in them for members, and claiming, taking that back, giving and putting back. */
export function registerPoolRoutes(app: FastifyInstance, kernel: Kernel): void {
  type ById = { Params: { id: string } }
  app.get('/api/v1/pools', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => ({
    data: await listPools(kernel, actorOf(request)),
  }))
  app.post<ById>('/api/v1/pools/:id/query', { config: { access: 'session' }, schema: RECORD_BODY }, async (request) => {
    const body = bodyOf(request)
    const cursor = typeof body['cursor'] === 'string' ? body['cursor'] : null
    return listPooled(kernel, actorOf(request), { pool: poolOf(request), q: text(body['q']), cursor, limit: 50 })
  })
  app.post<ById>('/api/v1/pools/:id/claim', { config: { access: 'session' }, schema: RECORD_BODY }, async (request) => {
    await claimCustomer(kernel, actorOf(request), { pool: poolOf(request), customer: idIn(bodyOf(request)['customer'], 'customer') })
    return { done: true }
  })
  app.post<ById>('/api/v1/pools/:id/unclaim', { config: { access: 'session' }, schema: RECORD_BODY }, async (request) => {
    await unclaimCustomer(kernel, actorOf(request), { pool: poolOf(request), customer: idIn(bodyOf(request)['customer'], 'customer') })
    return { done: true }
  })
  app.post<ById>('/api/v1/pools/:id/assign', { config: { access: 'session' }, schema: RECORD_BODY }, async (request) => {
    const [actor, pool, body] = [actorOf(request), poolOf(request), bodyOf(request)]
    // Who is no member learns nothing of the pool, not even what a right question would look like.
    await demandMembership(kernel.db, actor, pool)
    const customers = idsIn(body['customers'])
    await assignCustomers(kernel, actor, { pool, customers, to: idIn(body['to'], 'to') })
    return { done: customers.length }
  })
  app.post('/api/v1/pools/release', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const body = bodyOf(request)
    await releaseCustomer(kernel, actorOf(request), {
      pool: idIn(body['pool'], 'pool'),
      customer: idIn(body['customer'], 'customer'),
      reason: text(body['reason']),
    })
    return { done: true }
  })
}
