import { setTimeout as pause } from 'node:timers/promises'
import { isJsonObject } from '@perigon/contracts'
import type pg from 'pg'
import type { Login, Perigon } from './perigon.ts'

/** A bulk edit with its undo against one bare UPDATE of the same rows in the same run. */
export type Bulk = {
  readonly rows: number
  readonly previewMs: number
  readonly editPerSecond: number
  readonly undoPerSecond: number
  readonly rawPerSecond: number
  readonly ratio: number
}

const LIMIT_MS = 900_000

async function call(
  perigon: Perigon,
  login: Login,
  request: { readonly method: string; readonly path: string; readonly body?: object },
): Promise<Record<string, unknown>> {
  const response = await fetch(`${perigon.url}/api/v1${request.path}`, {
    method: request.method,
    headers: { ...login.headers, ...(request.body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  })
  const answer: unknown = await response.json()
  if (!response.ok || !isJsonObject(answer)) throw new Error(`${request.path}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

/** From the asking to the state, the waiting in the queue included. */
async function seconds(
  perigon: Perigon,
  login: Login,
  input: { readonly path: string; readonly body: object; readonly state: string },
): Promise<{ readonly id: string; readonly seconds: number; readonly done: number }> {
  const from = performance.now()
  const { id } = await call(perigon, login, { method: 'POST', path: input.path, body: input.body })
  for (;;) {
    const now = await call(perigon, login, { method: 'GET', path: `/bulk-operations/${String(id)}` })
    if (now['state'] === input.state) return { id: String(id), seconds: (performance.now() - from) / 1000, done: Number(now['done']) }
    if (now['state'] === 'failed' || performance.now() - from > LIMIT_MS) throw new Error(`bulk: ${JSON.stringify(now)}`)
    await pause(50)
  }
}

/** Edits every customer with an even last digit of its number, takes it back, and does the same with one statement. */
export async function measureBulk(perigon: Perigon, login: Login, client: pg.Client): Promise<Bulk> {
  const body = { verb: 'edit', query: { filter: { field: 'employee_count', op: 'not_empty' } }, patch: { description: '批量修改测试' } }
  const began = performance.now()
  const preview = await call(perigon, login, { method: 'POST', path: '/customers/bulk/preview', body })
  const previewMs = performance.now() - began
  const edit = await seconds(perigon, login, { path: '/customers/bulk', body, state: 'done' })
  if (edit.done !== preview['allowed']) throw new Error(`bulk: ${edit.done} of ${String(preview['allowed'])} were changed`)
  const undo = await seconds(perigon, login, { path: `/bulk-operations/${edit.id}/take-back`, body: {}, state: 'undone' })
  await client.query('vacuum customer')
  const from = performance.now()
  const raw = await client.query(
    `update customer set description = '裸语句', updated_at = now(), version = version + 1 where employee_count is not null and deleted_at is null`,
  )
  const rawPerSecond = (raw.rowCount ?? 0) / ((performance.now() - from) / 1000)
  await client.query(`update customer set description = null where description = '裸语句'`)
  const editPerSecond = edit.done / edit.seconds
  return {
    rows: edit.done,
    previewMs,
    editPerSecond,
    undoPerSecond: edit.done / undo.seconds,
    rawPerSecond,
    ratio: editPerSecond / rawPerSecond,
  }
}
