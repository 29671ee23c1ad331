import type { Condition, WireRecord } from '@perigon/contracts'
import { linkOf } from '@perigon/ui'
import { useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { allOf, equals, listHref } from '../../core/list-state.ts'
import { fieldOf } from '../../core/meta-index.ts'
import { records } from '../../core/records.ts'
import { keys, useAggregate, useCount, usePages } from '../data/queries.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import type { GridItem } from './grid-items.ts'

const GROUP_ROWS = 50

/** Rows of a list: page after page, or groups with their subtotals. */
export function useGridItems(model: ListModel) {
  const grouped = useGroupedItems(model)
  const pages = usePages(model.object, model.query, model.config.group === null)
  const { data } = pages
  const items = useMemo(() => (data?.pages ?? []).flatMap((page) => itemsOf(page.data)), [data])
  const total = useTotal(model, {
    loaded: items.length,
    isWhole: !pages.hasNextPage,
    isOn: data !== undefined && model.config.group === null,
  })
  const flat = {
    items,
    ...total,
    isPending: pages.isPending,
    isFetching: pages.isFetching,
    error: pages.error,
    hasMore: pages.hasNextPage,
    isMoreBusy: pages.isFetchingNextPage,
    more: () => pages.fetchNextPage().then(() => undefined),
    retry: () => void pages.refetch(),
    toggle: grouped.toggle,
  }
  return model.config.group === null ? flat : { ...flat, ...grouped }
}

// Made once for each page: who has scrolled far has hundreds of them, and only the last is new.
const made = new WeakMap<readonly WireRecord[], readonly GridItem[]>()
function itemsOf(page: readonly WireRecord[]): readonly GridItem[] {
  const known = made.get(page)
  if (known !== undefined) return known
  const items = page.map((record): GridItem => ({ kind: 'record', record }))
  made.set(page, items)
  return items
}

/** How many there are: known when everything is there, else counted beside the rows, which never wait for it. */
function useTotal(model: ListModel, at: { readonly loaded: number; readonly isWhole: boolean; readonly isOn: boolean }) {
  const { filter, q } = model.query
  const asked = { ...(filter === undefined ? {} : { filter }), ...(q === undefined ? {} : { q }) }
  const { data } = useCount(model.object, asked, at.isOn && !at.isWhole)
  if (at.isWhole) return { total: at.loaded, isCapped: false }
  if (data === undefined) return { total: null, isCapped: false }
  return { total: data.count ?? at.loaded, isCapped: data.count === null || data.count_capped }
}

function useGroupedItems(model: ListModel) {
  const { object, config, address } = model
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const group = config.group === null ? undefined : fieldOf(object, config.group)
  const sums = summedColumns(model)
  const search: Condition | null = address.q === '' ? null : { search: address.q }
  const within = allOf(model.filter, search)
  const totals = useAggregate(
    object,
    {
      measures: [{ fn: 'count' }, ...sums.map((field) => ({ fn: 'sum' as const, field }))],
      group: [{ field: config.group ?? object.title }],
      sort: ['-m0'],
      ...(within === null ? {} : { filter: within }),
    },
    group !== undefined,
  )
  const groups = (totals.data?.rows ?? []).map((row) => ({ key: JSON.stringify(row.keys[0] ?? null), value: row.keys[0] ?? null, row }))
  const opened = groups.filter((each) => open.has(each.key))
  const filterOf = (value: (typeof groups)[number]['value']) => allOf(within, equals(config.group ?? '', linkOf(value)?.id ?? value))
  const pages = useGroupPages(
    model,
    opened.map((each) => filterOf(each.value)),
  )
  const items = groups.flatMap(({ key, value, row }): GridItem[] => {
    const isOpen = open.has(key)
    const count = Number(row.values[0] ?? 0)
    const head: GridItem = {
      kind: 'group',
      key,
      value,
      count,
      sums: Object.fromEntries(sums.map((path, index) => [path, row.values[index + 1] ?? null])),
      isOpen,
    }
    if (!isOpen) return [head]
    const found: readonly WireRecord[] = pages[opened.findIndex((each) => each.key === key)]?.data?.data ?? []
    const rest: GridItem[] = count > GROUP_ROWS ? [{ kind: 'more', key, href: listHref(object, filterOf(value)), rest: count }] : []
    return [head, ...found.map((record): GridItem => ({ kind: 'record', record })), ...rest]
  })
  const total = groups.reduce((sum, each) => sum + Number(each.row.values[0] ?? 0), 0)
  const toggle = (key: string) =>
    setOpen((old) => (old.has(key) ? new Set([...old].filter((each) => each !== key)) : new Set([...old, key])))
  return {
    items,
    total,
    isCapped: false,
    isPending: totals.isPending,
    isFetching: totals.isFetching,
    error: totals.error,
    hasMore: false,
    isMoreBusy: false,
    more: () => Promise.resolve(),
    retry: () => void totals.refetch(),
    toggle,
  }
}

function useGroupPages(model: ListModel, filters: readonly (Condition | null)[]) {
  const { api } = useRecordUi()
  const { object } = model
  return useQueries({
    queries: filters.map((filter) => {
      const query = { ...model.query, ...(filter === null ? {} : { filter }), limit: GROUP_ROWS }
      return { queryKey: keys.page(object, query), queryFn: () => records.page(api, object, query) }
    }),
  })
}

const SUMMED = 8

/** The columns whose subtotals a group shows: all of the object itself that can be summed. */
function summedColumns({ object, config }: ListModel): readonly string[] {
  return config.columns.filter((path) => !path.includes('.') && fieldOf(object, path)?.measures.includes('sum') === true).slice(0, SUMMED)
}
