import type { BulkJob, BulkPreview, BulkProblem, BulkRequest, BulkToldChange, ObjectMeta } from '@perigon/contracts'
import { formatNumber, general, toast, useLocale, usePhrases } from '@perigon/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { bulkPhrases } from '../../phrases/bulk-phrases.ts'
import { useRefresh } from '../data/queries.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'

const PATH = '/api/v1/bulk-operations'
const POLL_MS = 500
const SETTLE_MS = 350

/** Whether the server still works on it. */
export function isMoving(job: Pick<BulkJob, 'state'>): boolean {
  return job.state === 'queued' || job.state === 'running' || job.state === 'undoing'
}

/** Whether it can be taken back. */
export function canUndo(job: BulkJob): boolean {
  return (job.state === 'done' || job.state === 'cancelled' || job.state === 'failed') && job.done > 0
}

/** What a change would do; asked again a moment after the draft came to rest. Null: the draft is not ready. */
export function useBulkPreview(object: ObjectMeta, request: BulkRequest | null) {
  const { api } = useRecordUi()
  const text = JSON.stringify(request)
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const preview = useQuery({
    queryKey: ['bulk-preview', object.key, settled],
    queryFn: ({ signal }) => api.call<BulkPreview>('POST', `/api/v1/${object.path}/bulk/preview`, { body: JSON.parse(settled), signal }),
    enabled: settled !== 'null',
    retry: false,
    staleTime: 0,
  })
  const isFresh = settled === text && text !== 'null'
  return { data: isFresh ? preview.data : undefined, error: isFresh ? preview.error : null, isReady: text !== 'null' }
}

/** One change, asked again while the server works on it. */
export function useBulkJob(id: string | null) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['bulk', id],
    queryFn: () => api.call<BulkJob>('GET', `${PATH}/${id}`),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data === undefined || isMoving(state.data) ? POLL_MS : false),
  })
}

/** The person's latest changes. */
export function useBulkJobs() {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['bulk', 'all'],
    queryFn: () => api.call<{ readonly data: readonly BulkJob[] }>('GET', `${PATH}?limit=100&sort=-created_at`),
    refetchInterval: ({ state }) => (state.data?.data.some(isMoving) === true ? POLL_MS : 10_000),
  })
}

/** What the person's latest changes set; `last` is the newest of them, after which there is more to tell. */
export function useToldChanges(last: string | undefined) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['bulk', 'told', last],
    queryFn: () => api.call<{ readonly data: readonly BulkToldChange[] }>('GET', `${PATH}/told`),
    enabled: last !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** The first records a change left, with the reasons. */
export function useBulkProblems(id: string | null) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['bulk', id, 'problems'],
    queryFn: () => api.call<{ readonly data: readonly BulkProblem[] }>('GET', `${PATH}/${id}/problems`),
    enabled: id !== null,
  })
}

/** Where the list of what was left is downloaded. */
export function problemsHref(id: string): string {
  return `${PATH}/${id}/problems.csv`
}

/** Starts, stops and takes back; each tells its end in a toast and refreshes the lists. */
export function useBulkActions() {
  const { api, meta } = useRecordUi()
  const t = usePhrases(bulkPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const refresh = useRefresh()
  const settle = async (job: BulkJob): Promise<BulkJob> => {
    let now = job
    while (isMoving(now)) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      now = await api.call<BulkJob>('GET', `${PATH}/${job.id}`)
    }
    return now
  }
  const shown = (job: BulkJob): void => {
    const object = meta.object(job.object)
    if (object !== undefined) refresh(object)
  }
  const undo = async (id: string): Promise<void> => {
    try {
      const job = await settle(await api.call<BulkJob>('POST', `${PATH}/${id}/take-back`, { body: {} }))
      shown(job)
      toast({ text: job.kept === 0 ? words('undone') : t('undone_partly', { n: formatNumber(job.kept, locale) }), tone: 'info' })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const tell = (job: BulkJob): void => {
    shown(job)
    const counts = { n: formatNumber(job.done, locale), failed: formatNumber(job.failed, locale) }
    const text =
      job.state === 'cancelled' || job.state === 'failed'
        ? t(job.state, counts)
        : job.failed > 0
          ? t('done_partly', counts)
          : t(job.verb === 'delete' ? 'deleted' : 'done', counts)
    const isGood = job.state === 'done' && job.failed === 0
    toast({ text, tone: isGood ? 'ok' : 'error', ...(canUndo(job) ? { undo: () => undo(job.id) } : {}) })
  }
  return {
    start: (object: ObjectMeta, request: BulkRequest) => api.call<BulkJob>('POST', `/api/v1/${object.path}/bulk`, { body: request }),
    cancel: async (id: string) => {
      await api.call<BulkJob>('POST', `${PATH}/${id}/cancel`, { body: {} }).catch((error: unknown) => {
        // It came to its end a moment earlier, which is told anyhow.
        if (problemIn(error)?.code !== 'bulk.state') toast({ text: failureText(error), tone: 'error' })
      })
    },
    undo,
    tell,
    settle,
  }
}
