import type { AggregateQuery, ListQuery, ObjectMeta, WireRecord } from '@perigon/contracts'
import { keepPreviousData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type Counted, records } from '../../core/records.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

/** Keys of the query cache: everything about records starts with `records`. */
export const keys = {
  all: ['records'] as const,
  object: (object: ObjectMeta) => ['records', object.key] as const,
  pages: (object: ObjectMeta, query: ListQuery) => ['records', object.key, 'pages', query] as const,
  page: (object: ObjectMeta, query: ListQuery) => ['records', object.key, 'page', query] as const,
  count: (object: ObjectMeta, query: Counted) => ['records', object.key, 'count', query] as const,
  one: (object: ObjectMeta, id: string) => ['records', object.key, 'one', id] as const,
  history: (object: ObjectMeta, id: string) => ['records', object.key, 'history', id] as const,
  aggregate: (object: ObjectMeta, query: AggregateQuery) => ['records', object.key, 'aggregate', query] as const,
}

/** One record. */
export function useRecord(object: ObjectMeta, id: string) {
  const { api } = useRecordUi()
  return useQuery({ queryKey: keys.one(object, id), queryFn: () => records.get(api, object, id), staleTime: 2000 })
}

/** One page of records. */
export function usePage(object: ObjectMeta | undefined, query: ListQuery, enabled = true) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: object === undefined ? ['records', 'none'] : keys.page(object, query),
    queryFn: () => (object === undefined ? { data: [], next: null } : records.page(api, object, query)),
    enabled: enabled && object !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** What the server gives at most. */
const MOST_ROWS = 200

/** Page after page of records, as a list scrolls. */
export function usePages(object: ObjectMeta, query: ListQuery, enabled = true) {
  const { api } = useRecordUi()
  // The first rows are wanted at once; who scrolls on wants many, and each page has the whole list put together anew.
  const limit = Math.min(MOST_ROWS, 2 * (query.limit ?? MOST_ROWS))
  return useInfiniteQuery({
    queryKey: keys.pages(object, query),
    queryFn: ({ pageParam }) => records.page(api, object, pageParam === '' ? query : { ...withoutCount(query), cursor: pageParam, limit }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 5000,
  })
}

function withoutCount({ count: _count, ...rest }: ListQuery): ListQuery {
  return rest
}

/** How many records fit. A question that is asked otherwise before it is answered is taken back. */
export function useCount(object: ObjectMeta, query: Counted, enabled = true) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: keys.count(object, query),
    queryFn: ({ signal }) => records.count(api, object, { query, signal }),
    enabled,
    staleTime: 5000,
    retry: false,
  })
}

/** Measures over an object. */
export function useAggregate(object: ObjectMeta | undefined, query: AggregateQuery, enabled = true) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: object === undefined ? ['records', 'none'] : keys.aggregate(object, query),
    queryFn: () => (object === undefined ? { rows: [], truncated: false } : records.aggregate(api, object, query)),
    enabled: enabled && object !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 5000,
  })
}

/** Puts a written record into every list that shows it, then asks the server again for what may have moved. */
export function useRefresh(): (object: ObjectMeta, record?: WireRecord) => void {
  const client = useQueryClient()
  return useCallback(
    (object, record) => {
      if (record !== undefined) replaceRecord(client, object, record)
      void client.invalidateQueries({ queryKey: keys.all })
    },
    [client],
  )
}

/** Has what is shown of an object asked for again, because somebody else changed it. */
export function useOutdate(): (object: ObjectMeta) => void {
  const client = useQueryClient()
  return useCallback((object) => void client.invalidateQueries({ queryKey: keys.object(object) }), [client])
}

type Rows = { readonly data: readonly WireRecord[] }
type Pages = { readonly pages: readonly Rows[] }

function replaceRecord(client: QueryClient, object: ObjectMeta, record: WireRecord): void {
  client.setQueryData(keys.one(object, record.id), (old: WireRecord | undefined) => ({ ...old, ...record }))
  client.setQueriesData({ queryKey: [...keys.object(object), 'pages'] }, (old: Pages | undefined) =>
    old === undefined
      ? old
      : {
          ...old,
          pages: old.pages.map((page) => ({
            ...page,
            data: page.data.map((each) => (each.id === record.id ? { ...each, ...record } : each)),
          })),
        },
  )
  client.setQueriesData({ queryKey: [...keys.object(object), 'page'] }, (old: Rows | undefined) =>
    old === undefined ? old : { ...old, data: old.data.map((each) => (each.id === record.id ? { ...each, ...record } : each)) },
  )
}
