import { AppError, type Condition, isJsonObject, newId } from '@perigon/contracts'
import { actorOf, BODY } from '@perigon/http'
import type { Actor, Kernel } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'
import { NOTIFICATION_KINDS, OPEN, UNREAD } from './notification.object.ts'

const CHUNK = 200
/** So many at most in one request; the answer says whether some are left. */
const MOST = 5000

type Mark = { readonly as: 'read' | 'done'; readonly kinds: readonly string[]; readonly q: string }

function markOf(body: unknown): Mark {
  const { as, kinds = [], q = '' } = isJsonObject(body) ? body : {}
  if (as !== 'read' && as !== 'done') throw new AppError('request.invalid', { data: { detail: 'as: read or done' } })
  const known = NOTIFICATION_KINDS.map((option): string => option.value)
  if (!Array.isArray(kinds)) throw new AppError('request.invalid', { data: { detail: 'kinds: a list' } })
  const chosen = kinds.flatMap((kind) => (typeof kind === 'string' && known.includes(kind) ? [kind] : []))
  if (chosen.length !== kinds.length) throw new AppError('request.invalid', { data: { detail: `kinds: ${known.join(', ')}` } })
  if (typeof q !== 'string' || q.length > 200) throw new AppError('request.invalid', { data: { detail: 'q: a short text' } })
  return { as, kinds: chosen, q }
}

async function nextOnes(kernel: Kernel, actor: Actor, mark: Mark & { readonly until: string }): Promise<readonly string[]> {
  const filter: Condition = {
    and: [
      mark.as === 'read' ? UNREAD : OPEN,
      { field: 'created_at', op: 'lte', value: mark.until },
      ...(mark.kinds.length === 0 ? [] : [{ field: 'kind', op: 'in' as const, value: [...mark.kinds] }]),
    ],
  }
  const query = { filter, fields: ['title'], limit: CHUNK, ...(mark.q === '' ? {} : { q: mark.q }) }
  const page: unknown = JSON.parse(await kernel.list(actor, 'notification', query))
  const rows = isJsonObject(page) && Array.isArray(page['data']) ? page['data'] : []
  return rows.flatMap((row) => (isJsonObject(row) && typeof row['id'] === 'string' ? [row['id']] : []))
}

/**
 * `POST /api/v1/notifications/mark` `{ as: 'read' | 'done', kinds?, q? }` → `{ changed, more, operation }`: all of the caller's that
 * fit and were there when they asked. Each part is one transaction; repeating goes on where it stopped; the operation can be undone.
 */
export function registerInboxRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.post('/api/v1/notifications/mark', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const actor = actorOf(request)
    const mark = { ...markOf(request.body), until: kernel.clock.now().toISOString() }
    const operation = newId()
    let changed = 0
    while (changed < MOST) {
      const ids = await nextOnes(kernel, actor, mark)
      if (ids.length === 0) return { changed, more: false, operation }
      const patch = mark.as === 'read' ? { read_at: mark.until } : { done_at: mark.until }
      const commands = ids.map((id) => ({ object: 'notification', op: 'update' as const, id, patch }))
      await kernel.write(actor, commands, { cause: { kind: 'batch', operation } })
      changed += ids.length
    }
    return { changed, more: true, operation }
  })
}
