import { AppError, invalid, isId, isJsonObject, type Json } from '@perigon/contracts'
import { actorOf, BODY } from '@perigon/http'
import { type Actor, type Kernel, may, objectOf } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'
import { findDuplicates, unreadValues } from './find-duplicates.ts'

const TARGETS = ['customer', 'contact']
const PER_MINUTE = 60
const MINUTE = 60_000

/** So many questions a person may ask a minute, so that the check is no way to read the customer base. */
function createLimit(now: () => number): (actor: Actor) => void {
  const asked = new Map<string, { from: number; count: number }>()
  return (actor) => {
    const key = actor.id ?? ''
    const at = now()
    const known = asked.get(key)
    if (known === undefined || at - known.from > MINUTE) {
      asked.set(key, { from: at, count: 1 })
      return
    }
    known.count += 1
    if (known.count > PER_MINUTE) throw new AppError('auth.throttled', { data: { seconds: Math.ceil((known.from + MINUTE - at) / 1000) } })
  }
}

/** What was asked, as the log keeps it. */
function told(values: { readonly [field: string]: unknown }): { readonly [field: string]: Json } {
  const texts = Object.entries(values).flatMap(([key, value]): [string, Json][] =>
    typeof value === 'string' && value !== '' ? [[key.slice(0, 60), value.slice(0, 200)]] : [],
  )
  return Object.fromEntries(texts.slice(0, 10))
}

/**
 * `POST /api/v1/duplicates` `{ object, values, id?, strict? }` → `{ matches }`: whether there is such a record already. Each answer
 * that names records the person may not see is noted in the log. While somebody types, a value may be half there and finds nothing;
 * `strict` refuses it instead, for who asks and goes by the answer.
 */
export function registerDuplicateRoutes(app: FastifyInstance, kernel: Kernel): void {
  const limit = createLimit(() => kernel.clock.now().getTime())
  app.post('/api/v1/duplicates', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const actor = actorOf(request)
    const body = isJsonObject(request.body) ? request.body : {}
    const { object, values, id } = body
    if (typeof object !== 'string' || !TARGETS.includes(object))
      throw new AppError('request.invalid', { data: { detail: 'object: customer or contact' } })
    if (!isJsonObject(values)) throw new AppError('request.invalid', { data: { detail: 'values: field → value' } })
    if (id !== undefined && id !== null && !isId(id)) throw new AppError('record.not_found')
    if (!may(objectOf(kernel.snapshot(), object), actor, 'create')) throw new AppError('access.denied')
    limit(actor)
    const unread = body['strict'] === true ? unreadValues(kernel, actor, { object, values }) : []
    if (unread.length > 0) throw invalid(unread)
    const matches = await findDuplicates(kernel, actor, { object, values, id: typeof id === 'string' ? id : null })
    const unseen = matches.filter((match) => match.id === null).length
    if (unseen > 0) await kernel.note(actor, { fact: 'duplicate_check', object, record: null, detail: { values: told(values), unseen } })
    return { matches }
  })
}
