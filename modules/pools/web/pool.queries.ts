import type { Json, Label, WireRecord } from '@perigon/contracts'
import { failureText, keys, problemIn, useRecordUi } from '@perigon/record-ui'
import { toast } from '@perigon/ui'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export type Pool = {
  readonly id: string
  readonly name: string
  readonly name_en: string | null
  readonly claim_limit: number | null
  readonly daily_limit: number | null
  readonly manages: boolean
  readonly count: number
  readonly held: number
  readonly today: number
}
export type Pooled = WireRecord & { readonly blocked_until: string | null }
type PooledPage = { readonly data: readonly Pooled[]; readonly next: string | null; readonly count?: number }

export type Facts = {
  readonly rule_name?: Label
  readonly date_field?: string
  readonly base?: string
  readonly days?: number
  readonly counting?: 'working' | 'calendar'
}
export type Change = {
  readonly kind: 'admitted' | 'claimed' | 'unclaimed' | 'assigned' | 'released' | 'reclaimed' | 'changed'
  readonly at: string
  readonly from: string | null
  readonly to: string | null
  readonly pool: string | null
  readonly pool_en: string | null
  readonly by: string | null
  readonly reason: string | null
  readonly facts: Facts | null
}
export type Ownership = {
  readonly reclaim: {
    readonly date: string
    readonly left: number
    readonly counting: 'working' | 'calendar'
    readonly pool: Label
    readonly facts: Facts
  } | null
  readonly changes: readonly Change[]
}

const POOLS = ['pools']

/** What is wrong, told of the field when there is one. */
export function wrong(error: unknown): string {
  return problemIn(error)?.errors?.[0]?.message ?? failureText(error)
}

/** The pools one takes part in. */
export function usePools() {
  const { api } = useRecordUi()
  return useQuery({ queryKey: [...POOLS, 'mine'], queryFn: () => api.call<{ readonly data: readonly Pool[] }>('GET', '/api/v1/pools') })
}

/** Page after page of what lies in a pool. */
export function usePooled(pool: string, q: string) {
  const { api } = useRecordUi()
  return useInfiniteQuery({
    queryKey: [...POOLS, 'pooled', pool, q],
    queryFn: ({ pageParam }) =>
      api.call<PooledPage>('POST', `/api/v1/pools/${pool}/query`, { body: { q, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
}

function useAfterwards() {
  const client = useQueryClient()
  return (): Promise<unknown> =>
    Promise.all([
      client.invalidateQueries({ queryKey: POOLS }),
      client.invalidateQueries({ queryKey: ['ownership'] }),
      client.invalidateQueries({ queryKey: keys.all }),
    ])
}

type Act = { readonly pool: string; readonly act: 'claim' | 'unclaim' | 'assign'; readonly body: { readonly [key: string]: Json } }

/** Claims, takes a claim back, or gives to somebody. A refusal is told; then the list is asked again, for it may be old. */
export function usePoolAct() {
  const { api } = useRecordUi()
  const refresh = useAfterwards()
  return useMutation({
    mutationFn: ({ pool, act, body }: Act) => api.call('POST', `/api/v1/pools/${pool}/${act}`, { body }),
    onError: (error) => toast({ tone: 'error', text: wrong(error) }),
    // Not waited for: what is said and shown of it comes first, or the row would be gone before.
    onSettled: () => void refresh(),
  })
}

/** Puts a customer back. */
export function useRelease() {
  const { api } = useRecordUi()
  const refresh = useAfterwards()
  return useMutation({
    mutationFn: (body: { readonly customer: string; readonly pool: string; readonly reason: string }) =>
      api.call('POST', '/api/v1/pools/release', { body }),
    onSuccess: refresh,
  })
}

/** When a customer goes back and why, and who answered for it before. */
export function useOwnership(id: string) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['ownership', id],
    queryFn: () => api.call<Ownership>('GET', `/api/v1/customers/${id}/ownership`),
    staleTime: 2000,
  })
}
