import type { Condition, WireRecord } from '@perigon/contracts'
import { linkOf } from '@perigon/ui'
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { allOf, equals, listHref } from '../../core/list-state.ts'
import { records } from '../../core/records.ts'
import { keys, useCount, usePages } from '../data/queries.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import type { GridItem } from './grid-items.ts'
import { type Group, type OpenGroups, useGroups } from './use-groups.ts'

const GROUP_ROWS = 50

/** Rows of a list: page after page, or groups with their subtotals. */
export function useGridItems(model: ListModel, open: OpenGroups) {
  const grouped = useGroupedItems(model, open)
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
    toggle: open.toggle,
    cut: null,
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
export function useTotal(model: ListModel, at: { readonly loaded: number; readonly isWhole: boolean; readonly isOn: boolean }) {
  const { filter, q } = model.query
  const asked = { ...(filter === undefined ? {} : { filter }), ...(q === undefined ? {} : { q }) }
  const { data } = useCount(model.object, asked, at.isOn && !at.isWhole)
  if (at.isWhole) return { total: at.loaded, isCapped: false }
  if (data === undefined) return { total: null, isCapped: false }
  return { total: data.count ?? at.loaded, isCapped: data.count === null || data.count_capped }
}

function useGroupedItems(model: ListModel, open: OpenGroups) {
  const { object, config } = model
  const { groups, within, totals, cut, isPending } = useGroups(model)
  const whole = useCount(object, within === null ? {} : { filter: within }, config.group !== null && cut !== null)
  const opened = groups.filter((each) => open.keys.has(each.key))
  const filterOf = (value: Group['value']) => allOf(within, equals(config.group ?? '', linkOf(value)?.id ?? value))
  const pages = useGroupPages(
    model,
    opened.map((each) => filterOf(each.value)),
  )
  const items = groups.flatMap((group): GridItem[] => {
    const { key, value, count } = group
    const isOpen = open.keys.has(key)
    const head: GridItem = { kind: 'group', ...group, isOpen }
    if (!isOpen) return [head]
    const found: readonly WireRecord[] = pages[opened.findIndex((each) => each.key === key)]?.data?.data ?? []
    const rest: GridItem[] = count > GROUP_ROWS ? [{ kind: 'more', key, href: listHref(object, filterOf(value)), rest: count }] : []
    return [head, ...found.map((record): GridItem => ({ kind: 'record', record })), ...rest]
  })
  return {
    items,
    ...(cut === null
      ? { total: groups.reduce((sum, each) => sum + each.count, 0), isCapped: false }
      : { total: whole.data?.count ?? null, isCapped: whole.data?.count_capped === true }),
    cut: cut === null ? null : { kind: cut, groups: groups.length },
    isPending,
    isFetching: totals.isFetching,
    error: totals.error,
    hasMore: false,
    isMoreBusy: false,
    more: () => Promise.resolve(),
    retry: () => void totals.refetch(),
    toggle: open.toggle,
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
