import type { BringOverRun, Json, OtherSystem } from '@perigon/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRecordUi } from '../../frame/record-ui-context.tsx'

const MOVING = new Set(['planning', 'running', 'undoing'])

export type Settings = { readonly [question: string]: Json }
export type RunAction = 'run' | 'pause' | 'resume' | 'cancel' | 'undo'

/** The systems whose exports can be brought over. */
export function useSystems() {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['bring-over-systems'],
    queryFn: () => api.call<{ readonly data: readonly OtherSystem[] }>('GET', '/api/v1/bring-overs/systems'),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** One's latest runs. */
export function useRuns() {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['bring-overs'],
    queryFn: () => api.call<{ readonly data: readonly BringOverRun[] }>('GET', '/api/v1/bring-overs'),
  })
}

/** One run, asked again while the server works on it. */
export function useRun(id: string) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['bring-over', id],
    queryFn: () => api.call<BringOverRun>('GET', `/api/v1/bring-overs/${id}`),
    refetchInterval: ({ state }) => (state.data !== undefined && MOVING.has(state.data.state) ? 700 : false),
  })
}

/** What can be done with a run; each answer replaces what the page shows. */
export function useRunActions(id: string) {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const keep = (run: BringOverRun): void => {
    client.setQueryData(['bring-over', id], run)
    for (const key of ['bring-overs', 'imports', 'records']) void client.invalidateQueries({ queryKey: [key] })
  }
  return {
    add: async (file: File) => keep(await api.upload<BringOverRun>(`/api/v1/bring-overs/${id}/files`, file)),
    plan: async (settings: Settings) =>
      keep(await api.call<BringOverRun>('POST', `/api/v1/bring-overs/${id}/plan`, { body: { settings } })),
    act: async (action: RunAction) => keep(await api.call<BringOverRun>('POST', `/api/v1/bring-overs/${id}/${action}`, { body: {} })),
  }
}

/** Begins a run and answers its id. */
export function useBegin() {
  const { api } = useRecordUi()
  return async (system: string): Promise<string> => (await api.call<BringOverRun>('POST', '/api/v1/bring-overs', { body: { system } })).id
}
