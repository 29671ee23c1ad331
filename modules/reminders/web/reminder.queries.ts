import type { Condition, Json, Label } from '@perigon/contracts'
import { keys, problemIn, trusted, useRecordUi } from '@perigon/record-ui'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Step, type Tell } from '../reminder-rule/steps.options.ts'

/** A rule as it stands on the screen. */
export type Draft = {
  readonly object: string
  readonly condition: Condition | null
  readonly date_field: string
  readonly counting: 'working' | 'calendar'
  readonly from_creation: boolean
  readonly steps: readonly Step[]
}
/** A draft of a rule that was saved already knows whom that rule has told. */
export type Asked = Draft & { readonly rule: string | null }

export type Figures = {
  readonly key: string
  readonly records: number
  readonly people: number
  readonly who: readonly { readonly name: string; readonly records: number }[]
  readonly waiting: number
  readonly from: string | null
}
export type Preview = { readonly today: string; readonly working: boolean; readonly rungs: readonly Figures[] }

type Found = { readonly id: string; readonly title: string | null; readonly owner: string | null; readonly base: string }

export type Run = {
  readonly id: string
  readonly day: string
  readonly started_at: string
  readonly finished_at: string | null
  readonly counts: { readonly reached?: number; readonly people?: number; readonly notices?: number; readonly pooled?: number }
  readonly problems: readonly { readonly rule: string; readonly code: string }[] | null
}

export type LogLine = {
  readonly id: string
  readonly seq: string
  readonly at: string
  readonly day: string
  readonly object: string
  readonly record: string
  readonly title: string
  readonly tell: Tell
  readonly after: number
  readonly counting: 'working' | 'calendar'
  /** Absent where the date is closed to the reader. */
  readonly counted?: string
  readonly base?: string
  readonly rule_name: string
  readonly rule_name_en: string | null
  readonly pool: string | null
  readonly pool_en: string | null
  readonly owner: string | null
  readonly told: readonly string[] | null
}
export type LogChoice = {
  readonly rule: string
  readonly tell: string
  readonly person: string
  readonly from: string
  readonly to: string
}

export type Next = Omit<Step, 'key' | 'pool'> & {
  readonly day: string
  readonly rule: string
  readonly rule_name: Label
  readonly counting: 'working' | 'calendar'
  readonly who: readonly string[]
  readonly pool: Label | null
  readonly base?: string
  readonly counted?: string
}

const REMINDERS = ['reminders']
const POLL_MS = 1000

/** All that is wrong, each told of its field. */
export function wrongs(error: unknown): readonly string[] {
  const problem = problemIn(error)
  const each = problem?.errors?.map(({ message }) => message) ?? []
  return each.length > 0 ? each : [problem?.title ?? (error instanceof Error ? error.message : String(error))]
}

/** Whom a rule would strike today; asked when `asked` is set. */
export function usePreview(asked: Asked | null) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: [...REMINDERS, 'preview', asked],
    queryFn: () => api.call<Preview>('POST', '/api/v1/reminders/preview', { body: asked }),
    enabled: asked !== null,
    staleTime: 0,
    retry: false,
  })
}

/** The records behind a number of the preview. */
export function usePreviewRecords(asked: Asked, { step, waiting }: { readonly step: string; readonly waiting: boolean }) {
  const { api } = useRecordUi()
  return useInfiniteQuery({
    queryKey: [...REMINDERS, 'records', asked, step, waiting],
    queryFn: ({ pageParam }) =>
      api.call<{ readonly data: readonly Found[]; readonly next: number | null }>('POST', '/api/v1/reminders/preview/records', {
        body: { ...asked, step, waiting, cursor: pageParam },
      }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
  })
}

/** The latest runs; asked again while one is going on. */
export function useRuns(enabled: boolean) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: [...REMINDERS, 'runs'],
    queryFn: () => api.call<{ readonly data: readonly Run[] }>('GET', '/api/v1/reminders/runs'),
    refetchInterval: ({ state }) => (state.data?.data.some((run) => run.finished_at === null) === true ? POLL_MS : false),
    enabled,
  })
}

/** Starts a run at once. */
export function useRunNow() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.call('POST', '/api/v1/reminders/run', { body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: REMINDERS }),
  })
}

/** Everything that a run may have moved is asked again. */
export function useAfterRun(): () => void {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: REMINDERS })
    void client.invalidateQueries({ queryKey: keys.all })
  }
}

/** Page after page of what the rules did. */
export function useLog(choice: LogChoice) {
  const { api } = useRecordUi()
  return useInfiniteQuery({
    queryKey: [...REMINDERS, 'log', choice],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams(Object.entries({ ...choice, cursor: pageParam }).filter(([, value]) => value !== ''))
      return api.call<{ readonly data: readonly LogLine[]; readonly next: string | null }>(
        'GET',
        `/api/v1/reminders/log?${query.toString()}`,
      )
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
}

/** The next rung of a record. */
export function useNext(path: string, id: string) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: [...REMINDERS, 'next', path, id],
    queryFn: () => api.call<{ readonly next: Next | null }>('GET', `/api/v1/${path}/${id}/next-reminder`),
    staleTime: 2000,
    retry: false,
  })
}

/** A rule as it was stored; what an older version wrote there is left out. */
export function draftOf(rule: { readonly [field: string]: Json }): Draft {
  return {
    object: String(rule['object'] ?? 'customer'),
    condition: isCondition(rule['condition']) ? rule['condition'] : null,
    date_field: String(rule['date_field'] ?? ''),
    counting: rule['counting'] === 'calendar' ? 'calendar' : 'working',
    from_creation: rule['from_creation'] !== false,
    steps: stepsOf(rule['steps']),
  }
}

function isCondition(stored: unknown): stored is Condition {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored)
}

/** Steps as the server let them through when the rule was saved; what a step does not need may be left out there. */
function stepsOf(stored: Json | undefined): readonly Step[] {
  return Array.isArray(stored) ? trusted<readonly Step[]>(stored).map((step) => ({ ...NOBODY, ...step })) : []
}

const NOBODY = { person: null, role: null, pool: null }

/** A draft as a patch of the record. */
export function patchOf(draft: Draft): { readonly [field: string]: Json } {
  const patch: { readonly [field: string]: Json } = JSON.parse(JSON.stringify(draft))
  return patch
}
