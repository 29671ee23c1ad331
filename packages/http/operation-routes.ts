import { AppError, isId, isJsonObject } from '@perigon/contracts'
import { type Kernel, MOST_LOSERS } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'
import { BODY, RECORD_BODY } from './route-schemas.ts'
import { actorOf } from './server.ts'

function idsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length > MOST_LOSERS || !value.every(isId))
    throw new AppError('request.invalid', { data: { detail: 'losers: record ids' } })
  return value.map((id: string) => id.toLowerCase())
}

function choicesOf(value: unknown): { readonly [field: string]: string } {
  if (value === undefined) return {}
  if (!isJsonObject(value)) throw new AppError('request.invalid', { data: { detail: 'choices: field → record id' } })
  return Object.fromEntries(
    Object.entries(value).map(([field, id]) => {
      if (!isId(id)) throw new AppError('request.invalid', { data: { detail: `choices.${field.slice(0, 60)}` } })
      return [field, id.toLowerCase()]
    }),
  )
}

/** Merging records, and taking whole operations (merges, bulk changes) back. */
export function registerOperationRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.post<{ Params: { path: string; id: string } }>(
    '/api/v1/:path/:id/merge',
    { config: { access: 'session' }, schema: RECORD_BODY },
    async (request) => {
      const object = kernel.snapshot().byPath.get(request.params.path)
      if (object === undefined) throw new AppError('object.not_found', { data: { object: request.params.path.slice(0, 60) } })
      if (!isId(request.params.id)) throw new AppError('record.not_found')
      const body = isJsonObject(request.body) ? request.body : {}
      return kernel.merge(actorOf(request), {
        object: object.key,
        survivor: request.params.id.toLowerCase(),
        losers: idsOf(body['losers']),
        choices: choicesOf(body['choices']),
      })
    },
  )
  app.post<{ Params: { id: string } }>('/api/v1/operations/:id/undo', { config: { access: 'session' }, schema: BODY }, async (request) => {
    if (!isId(request.params.id)) throw new AppError('record.not_found')
    return kernel.undoOperation(actorOf(request), request.params.id.toLowerCase())
  })
}
