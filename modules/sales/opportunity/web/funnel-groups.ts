import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { useAggregate, usePage, useRecordUi } from '@perigon/record-ui'
import { linkOf } from '@perigon/ui'
import { ALL_PROCESSES, type FunnelScope } from './funnel-scope.ts'

/** A sales process with its stages in order. */
export type StageGroup = { readonly process: WireRecord; readonly stages: readonly WireRecord[] }

/** Which process the funnel shows, or all that have opportunities; and the choices there are. */
export function useFunnelGroups(object: ObjectMeta | undefined, scope: FunnelScope) {
  const { meta } = useRecordUi()
  const processes = usePage(meta.object('sales_process'), { sort: ['name'], limit: 50 })
  const counts = useAggregate(object, { measures: [{ fn: 'count' }], group: [{ field: 'process' }], limit: 50 })
  const all = processes.data?.data ?? []
  const used = all.filter((each) => counts.data?.rows.some((row) => linkOf(row.keys[0])?.id === each.id) === true)
  const isAll = scope.process === ALL_PROCESSES && used.length > 1
  const one = all.find((each) => each.id === scope.process) ?? all.find((each) => each['is_default'] === true) ?? all[0]
  const shown = isAll ? used : one === undefined ? [] : [one]
  const stages = usePage(
    meta.object('sales_stage'),
    { filter: { field: 'process', op: 'in', value: shown.map((each) => each.id) }, sort: ['position'], limit: 200 },
    shown.length > 0,
  )
  const groups = shown.map(
    (process): StageGroup => ({
      process,
      stages: (stages.data?.data ?? []).filter((each) => linkOf(each['process'])?.id === process.id),
    }),
  )
  return {
    processes: all,
    hasAll: used.length > 1,
    chosen: isAll ? ALL_PROCESSES : (one?.id ?? null),
    groups,
    isPending: processes.isPending || counts.isPending,
    error: processes.error ?? counts.error ?? stages.error,
    retry: () => void Promise.all([processes.refetch(), counts.refetch(), stages.refetch()]),
  }
}
