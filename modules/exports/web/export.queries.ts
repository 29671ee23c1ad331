import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { failureText, keys, usePage, useRecordUi } from '@perigon/record-ui'
import { toast } from '@perigon/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

const POLL_MS = 1500
const SHOWN = 100

export type Progress = { readonly run: string; readonly rows: number; readonly file: string | null }

/** Whether the server still works on it. */
export function isMoving(run: WireRecord): boolean {
  return run['state'] === 'queued' || run['state'] === 'running'
}

/** One's latest exports, asked again while one of them is being made. */
export function useRuns(object: ObjectMeta) {
  const runs = usePage(object, { sort: ['-created_at'], limit: SHOWN })
  const isWaiting = runs.data?.data.some(isMoving) === true
  const { refetch } = runs
  useEffect(() => {
    if (!isWaiting) return undefined
    const timer = setInterval(() => void refetch(), POLL_MS)
    return () => clearInterval(timer)
  }, [isWaiting, refetch])
  return runs
}

/** How far one's latest exports are, and the files of those that are made; asked again while one is being made. */
export function useProgress(runs: readonly WireRecord[]): ReadonlyMap<string, Progress> {
  const { api } = useRecordUi()
  const states = runs.map((run) => `${run.id} ${String(run['state'])}`).join()
  const answer = useQuery({
    queryKey: ['export-progress', states],
    queryFn: () => api.call<{ readonly data: readonly Progress[] }>('GET', '/api/v1/export-progress'),
    refetchInterval: runs.some(isMoving) ? POLL_MS : false,
    placeholderData: (before) => before,
    enabled: runs.length > 0,
  })
  return new Map((answer.data?.data ?? []).map((each) => [each.run, each]))
}

/** Ends an export that is being made. */
export function useCancel(object: ObjectMeta) {
  const { api } = useRecordUi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.call<WireRecord>('POST', `/api/v1/export-runs/${id}/cancel`, { body: {} }),
    onError: (error) => toast({ tone: 'error', text: failureText(error) }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.object(object) }),
  })
}
