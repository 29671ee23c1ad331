import type { ImportJob, ImportMapping } from '@perigon/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRecordUi } from '../frame/record-ui-context.tsx'

export type MappingTemplate = { readonly id: string; readonly object: string; readonly name: string; readonly mapping: ImportMapping }
export type ImportAction = 'run' | 'pause' | 'resume' | 'cancel' | 'undo'

const MOVING = new Set(['checking', 'running', 'undoing'])

/** One import, asked again while the server works on it. */
export function useImportJob(id: string) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['import', id],
    queryFn: () => api.call<ImportJob>('GET', `/api/v1/imports/${id}`),
    refetchInterval: ({ state }) => (state.data !== undefined && MOVING.has(state.data.state) ? 700 : false),
  })
}

/** What can be done with an import; each answer replaces what the page shows. */
export function useImportActions(id: string) {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const keep = (job: ImportJob) => {
    client.setQueryData(['import', id], job)
    void client.invalidateQueries({ queryKey: ['import', id] })
    void client.invalidateQueries({ queryKey: ['records'] })
  }
  return {
    check: async (mapping: ImportMapping) => keep(await api.call<ImportJob>('POST', `/api/v1/imports/${id}/check`, { body: mapping })),
    act: async (action: ImportAction) => keep(await api.call<ImportJob>('POST', `/api/v1/imports/${id}/${action}`, { body: {} })),
  }
}

/** Mapping templates of an object. */
export function useTemplates(object: string) {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const templates = useQuery({
    queryKey: ['import-mappings', object],
    queryFn: () =>
      api.call<{ readonly data: readonly MappingTemplate[] }>('GET', `/api/v1/import-mappings?object=${encodeURIComponent(object)}`),
  })
  return {
    list: templates.data?.data ?? [],
    save: async (name: string, mapping: ImportMapping) => {
      await api.call('POST', `/api/v1/import-mappings?object=${encodeURIComponent(object)}`, { body: { object, name, mapping } })
      await client.invalidateQueries({ queryKey: ['import-mappings', object] })
    },
  }
}
