import type { Condition, Json, ObjectMeta } from '@perigon/contracts'
import { useCallback, useMemo, useState } from 'react'
import { inOrder, isByTime } from '../../core/group-order.ts'
import { allOf } from '../../core/list-state.ts'
import { fieldOf } from '../../core/meta-index.ts'
import { useAggregate, usePage } from '../data/queries.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

/** Which groups of a list are open, by their keys. */
export type OpenGroups = {
  readonly keys: ReadonlySet<string>
  readonly toggle: (key: string) => void
  readonly set: (keys: readonly string[]) => void
}

/** The open groups; all are closed at first. */
export function useOpenGroups(): OpenGroups {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback(
    (key: string) => setKeys((old) => (old.has(key) ? new Set([...old].filter((each) => each !== key)) : new Set([...old, key]))),
    [],
  )
  const set = useCallback((next: readonly string[]) => setKeys(new Set(next)), [])
  return useMemo(() => ({ keys, toggle, set }), [keys, set, toggle])
}

export type Group = {
  readonly key: string
  readonly value: Json
  readonly count: number
  readonly sums: { readonly [path: string]: string | number | null }
}

/** So many groups are shown, those with most records; every day may be a group, and of a few years all are. */
const GROUPS = 200
const DAYS = 1000

/** The groups of a list in their order, with their subtotals; who asks for the same list gets the same answer. */
export function useGroups(model: ListModel) {
  const { object, config, address } = model
  const field = config.group === null ? undefined : fieldOf(object, config.group)
  const sums = summedColumns(model)
  const search: Condition | null = address.q === '' ? null : { search: address.q }
  const within = allOf(model.filter, search)
  const byTime = field !== undefined && isByTime(field)
  const order = byTime ? { sort: ['-g0'], limit: DAYS } : { sort: ['-m0'], limit: GROUPS }
  const totals = useAggregate(
    object,
    {
      measures: [{ fn: 'count' }, ...sums.map((path) => ({ fn: 'sum' as const, field: path }))],
      group: [{ field: config.group ?? object.title }],
      ...order,
      ...(within === null ? {} : { filter: within }),
    },
    field !== undefined && model.isReady,
  )
  const linked = useLinkedOrder(object, config.group)
  const groups = (totals.data?.rows ?? []).map(
    (row): Group => ({
      key: JSON.stringify(row.keys[0] ?? null),
      value: row.keys[0] ?? null,
      count: Number(row.values[0] ?? 0),
      sums: Object.fromEntries(sums.map((path, index) => [path, row.values[index + 1] ?? null])),
    }),
  )
  return {
    groups: field === undefined ? [] : inOrder(groups, field, { linked: linked.ids, isLatestFirst: config.sort[0] === `-${config.group}` }),
    within,
    totals,
    /** Which groups are left out, where there are more than are shown. */
    cut: totals.data?.truncated !== true ? null : byTime ? ('older' as const) : ('smaller' as const),
    isPending: totals.isPending || linked.isPending,
  }
}

const LINKED = 200

/** The ids of what the columns of the board stand for, in their order: the stages of a process. */
function useLinkedOrder(object: ObjectMeta, group: string | null): { readonly ids: readonly string[]; readonly isPending: boolean } {
  const { meta } = useRecordUi()
  const field = group === null || object.board?.by !== group ? undefined : fieldOf(object, group)
  const target = field?.target === undefined ? undefined : meta.object(field.target)
  const isOrdered = target !== undefined && target.sort.length > 0
  const page = usePage(target, { fields: [target?.title ?? 'id'], limit: LINKED, ...(isOrdered ? { sort: target.sort } : {}) }, isOrdered)
  return { ids: isOrdered ? (page.data?.data ?? []).map((each) => each.id) : [], isPending: isOrdered && page.isPending }
}

const SUMMED = 8

/** The columns whose subtotals a group shows: all of the object itself that can be summed. */
function summedColumns({ object, config }: ListModel): readonly string[] {
  return config.columns.filter((path) => !path.includes('.') && fieldOf(object, path)?.measures.includes('sum') === true).slice(0, SUMMED)
}
