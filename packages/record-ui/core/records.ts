import type {
  AggregateQuery,
  AggregateResult,
  BatchOperation,
  CountResult,
  HistoryEntry,
  Json,
  ListQuery,
  ObjectMeta,
  Page,
  Problem,
  WireRecord,
} from '@perigon/contracts'
import { type LookupWithin, textOf } from '@perigon/ui'
import type { Api } from './api.ts'
import { titleOf } from './meta-index.ts'

/** What is counted. */
export type Counted = Pick<ListQuery, 'filter' | 'q'>
export type Patch = { readonly [field: string]: Json }
export type BatchResult = { readonly ok: true; readonly record?: WireRecord } | { readonly ok: false; readonly problem: Problem }
export type Found = { readonly id: string; readonly title: string; readonly subtitle?: string }

const BATCH = 500
const MEASURES = 20

/** What can be asked of the records of an object. */
export const records = {
  page: (api: Api, object: ObjectMeta, query: ListQuery) => api.call<Page>('POST', `/api/v1/${object.path}/query`, { body: query }),
  /** How many fit, within a moment; the request ends with the signal. */
  count: (api: Api, object: ObjectMeta, asked: { readonly query: Counted; readonly signal?: AbortSignal }) =>
    api.call<CountResult>('POST', `/api/v1/${object.path}/count`, {
      body: asked.query,
      ...(asked.signal === undefined ? {} : { signal: asked.signal }),
    }),
  get: (api: Api, object: ObjectMeta, id: string) => api.call<WireRecord>('GET', `/api/v1/${object.path}/${id}`),
  create: (api: Api, object: ObjectMeta, data: Patch) => api.call<WireRecord>('POST', `/api/v1/${object.path}`, { body: data }),
  update: (api: Api, object: ObjectMeta, change: { readonly id: string; readonly version: number; readonly patch: Patch }) =>
    api.call<WireRecord>('PATCH', `/api/v1/${object.path}/${change.id}`, { body: change.patch, version: change.version }),
  remove: (api: Api, object: ObjectMeta, id: string) => api.call<void>('DELETE', `/api/v1/${object.path}/${id}`),
  /** Takes back the caller's own last change, whatever it was, if nobody changed the record since. */
  undo: (api: Api, object: ObjectMeta, at: { readonly id: string; readonly version: number }) =>
    api.call<WireRecord>('POST', `/api/v1/${object.path}/${at.id}/undo`, { body: {}, version: at.version }),
  unmask: (api: Api, object: ObjectMeta, at: { readonly id: string; readonly field: string }) =>
    api.call<{ readonly value: Json }>('POST', `/api/v1/${object.path}/${at.id}/unmask`, { body: { field: at.field } }),
  restore: (api: Api, object: ObjectMeta, id: string) => api.call<WireRecord>('POST', `/api/v1/${object.path}/${id}/restore`, { body: {} }),
  /** Makes one record of several; the answer names the operation, by which it can be undone, and how much moved. */
  merge: (
    api: Api,
    object: ObjectMeta,
    at: { readonly survivor: string; readonly losers: readonly string[]; readonly choices: { readonly [field: string]: string } },
  ) =>
    api.call<{ readonly operation: string; readonly moved: { readonly [object: string]: number } }>(
      'POST',
      `/api/v1/${object.path}/${at.survivor}/merge`,
      { body: { losers: at.losers, choices: at.choices } },
    ),
  undoOperation: (api: Api, operation: string) =>
    api.call<{ readonly undone: number; readonly kept: readonly { readonly object: string; readonly id: string }[] }>(
      'POST',
      `/api/v1/operations/${operation}/undo`,
      { body: {} },
    ),
  aggregate,
  verb: (
    api: Api,
    object: ObjectMeta,
    run: { readonly id: string; readonly verb: string; readonly params: Patch; readonly version?: number },
  ) =>
    api.call<WireRecord>('POST', `/api/v1/${object.path}/${run.id}/${run.verb}`, {
      body: run.params,
      ...(run.version === undefined ? {} : { version: run.version }),
    }),
  history: (api: Api, object: ObjectMeta, at: { readonly id: string; readonly cursor?: string }) =>
    api.call<{ readonly data: readonly HistoryEntry[]; readonly next: string | null }>(
      'GET',
      `/api/v1/${object.path}/${at.id}/history${at.cursor === undefined ? '' : `?cursor=${encodeURIComponent(at.cursor)}`}`,
    ),
  lookup,
  batch,
}

// The server takes 20 measures at once; more of them over the whole come as several questions.
async function aggregate(api: Api, object: ObjectMeta, query: AggregateQuery): Promise<AggregateResult> {
  const ask = (body: AggregateQuery) => api.call<AggregateResult>('POST', `/api/v1/${object.path}/aggregate`, { body })
  const { measures, ...rest } = query
  if (measures.length <= MEASURES || query.group !== undefined) return ask(query)
  const parts = Array.from({ length: Math.ceil(measures.length / MEASURES) }, (_, index) =>
    ask({ ...rest, measures: measures.slice(index * MEASURES, (index + 1) * MEASURES) }),
  )
  const answers = await Promise.all(parts)
  return { rows: [{ keys: [], values: answers.flatMap((each) => each.rows[0]?.values ?? []) }], truncated: false }
}

async function lookup(
  api: Api,
  object: ObjectMeta,
  asked: { readonly q: string; readonly within?: readonly LookupWithin[] },
): Promise<readonly Found[]> {
  const { q, within = [] } = asked
  if (within.length === 0) {
    const answer = await api.call<{ readonly data: readonly Found[] }>(
      'GET',
      `/api/v1/${object.path}/lookup?limit=20&q=${encodeURIComponent(q)}`,
    )
    return answer.data
  }
  const filter = { and: within.map((each) => ({ field: each.field, op: 'eq' as const, value: each.id })) }
  const sort = object.sort.length > 0 ? { sort: object.sort } : {}
  const page = await records.page(api, object, { filter, fields: [object.title], limit: 50, ...sort, ...(q === '' ? {} : { q }) })
  return page.data.map((each) => ({ id: each.id, title: titleOf(object, each) || textOf(each.id) }))
}

/** Runs many changes in pieces the server takes at once, each row on its own. */
async function batch(api: Api, object: ObjectMeta, operations: readonly BatchOperation[]): Promise<readonly BatchResult[]> {
  const results: BatchResult[] = []
  for (let at = 0; at < operations.length; at += BATCH) {
    const answer = await api.call<{ readonly results: readonly BatchResult[] }>('POST', `/api/v1/${object.path}/batch`, {
      body: { operations: operations.slice(at, at + BATCH), mode: 'row_by_row' },
    })
    results.push(...answer.results)
  }
  return results
}
