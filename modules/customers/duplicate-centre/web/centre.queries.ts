import type { Json, Label } from '@perigon/contracts'
import { failureText, useRecordUi } from '@perigon/record-ui'
import { toast } from '@perigon/ui'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export type Reason = Label & {
  readonly rule: string
  readonly field: string
  readonly compare: 'equal' | 'domain' | 'alike'
  readonly score: number
}
export type Member = { readonly id: string; readonly title: string; readonly owner: string | null; readonly department: string | null }
export const GROUP_STATES = ['open', 'merged', 'different', 'gone'] as const
export type GroupState = (typeof GROUP_STATES)[number]
export type Group = {
  readonly id: string
  readonly state: GroupState
  readonly score: number
  readonly members: readonly Member[]
  readonly reasons: readonly Reason[]
  readonly closed_at: string | null
  readonly closed_by: string | null
}
type GroupPage = { readonly data: readonly Group[]; readonly next: string | null; readonly count?: number }

export type Scan = {
  readonly id: string
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly phase: 'keys' | 'learn' | 'pairs' | 'groups'
  readonly progress: number
  readonly waits: boolean
  readonly ended_at: string | null
  readonly error: string | null
  readonly total: number
  readonly counts: { readonly [count: string]: number }
  readonly oversized: readonly (Label & { readonly size: number; readonly sample: string })[]
}
export type Status = { readonly object: string; readonly nightly: boolean; readonly latest: Scan | null; readonly found_at: string | null }
type Statuses = { readonly manages: boolean; readonly data: readonly Status[] }

// Below the records, so that a merge or its undoing has them asked for again.
const GROUPS = ['records', 'duplicate groups']
const SCANS = ['records', 'duplicate scans']
const OFTEN_MS = 1500

/** How it stands with the scans; asked often while one runs. */
export function useScans() {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: SCANS,
    queryFn: () => api.call<Statuses>('GET', '/api/v1/duplicates/scans'),
    refetchInterval: ({ state }) => (state.data?.data.some((each) => each.latest?.state === 'running') === true ? OFTEN_MS : false),
  })
}

export type GroupChoice = { readonly object: string; readonly state: GroupState; readonly least: number; readonly field: string | null }

/** Page after page of groups; `found` is when they were found, so that a scan that ends brings the new ones. */
export function useGroups(choice: GroupChoice, found: string | null, isWatched: boolean) {
  const { api } = useRecordUi()
  return useInfiniteQuery({
    queryKey: [...GROUPS, choice, found],
    queryFn: ({ pageParam }) =>
      api.call<GroupPage>('POST', '/api/v1/duplicates/groups/query', { body: { ...choice, after: pageParam === '' ? null : pageParam } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: isWatched ? OFTEN_MS : false,
  })
}

function useAct<T>(path: (input: T) => string, body: (input: T) => { readonly [key: string]: Json }) {
  const { api } = useRecordUi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: T) => api.call('POST', `/api/v1/duplicates/${path(input)}`, { body: body(input) }),
    onError: (error) => toast({ tone: 'error', text: failureText(error) }),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: GROUPS }), client.invalidateQueries({ queryKey: SCANS })]),
  })
}

/** Starts or cancels a scan of an object. */
export function useScanAct(act: 'scans' | 'scans/cancel') {
  return useAct<string>(
    () => act,
    (object) => ({ object }),
  )
}

export function useNightly() {
  return useAct<{ readonly object: string; readonly nightly: boolean }>(
    () => 'nightly',
    (input) => input,
  )
}

/** Says that a group, or one of its records, is not the same. */
export function useDifferent() {
  return useAct<{ readonly object: string; readonly group: string; readonly record: string | null }>(
    ({ group }) => `groups/${group}/different`,
    ({ object, record }) => ({ object, records: record === null ? null : [record] }),
  )
}

/** Takes back what was said of a group. */
export function useReopen() {
  return useAct<{ readonly object: string; readonly group: string }>(
    ({ group }) => `groups/${group}/reopen`,
    ({ object }) => ({ object }),
  )
}
