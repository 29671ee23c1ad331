import type { Condition, ListQuery, ObjectMeta } from '@perigon/contracts'
import { useRouterState } from '@tanstack/react-router'
import { useMemo } from 'react'
import {
  type Arrangement,
  allOf,
  effectiveConfig,
  isModified,
  type Format,
  type ListAddress,
  type ListConfig,
  type ListView,
  readAddress,
  writeAddress,
} from '../../core/list-state.ts'
import { fieldsOnPath } from '../../core/meta-index.ts'
import { useGo, useRecordUi } from '../frame/record-ui-context.tsx'
import { canAsk } from '../../core/condition-reach.ts'
import { useViews } from './views.ts'

/** Everything a list screen shows and how to change it; the address holds it all. */
export type ListModel = {
  readonly object: ObjectMeta
  readonly views: readonly ListView[]
  readonly arrangement: Arrangement
  /** False while it is not known yet with which view the list opens. */
  readonly isReady: boolean
  readonly view: ListView
  readonly address: ListAddress
  readonly config: ListConfig
  /** The filter together with what the view is about. */
  readonly filter: Condition | null
  /** The colours by rule that this person may ask about. */
  readonly formats: readonly Format[]
  readonly isModified: boolean
  readonly query: ListQuery
  readonly change: (change: Partial<ListAddress>) => void
  readonly reset: () => void
}

/** The model of the list at the current address. */
export function useListModel(object: ObjectMeta): ListModel {
  const go = useGo()
  const { meta } = useRecordUi()
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const { views, arrangement, first, isReady } = useViews(object)
  return useMemo(() => {
    const address = readAddress(search)
    const view: ListView = views.find((each) => each.id === address.view) ??
      first ?? { id: 'all', name: '', config: {}, isBuiltIn: true, isShared: true, audience: [], defaultFor: [], isMine: false, version: 0 }
    const raw = effectiveConfig(object, view, address)
    const config = { ...raw, columns: raw.columns.filter((path) => fieldsOnPath(meta, object, path).length > 0) }
    const filter = allOf(view.within, config.filter)
    const formats = config.formats.filter((each) => canAsk(meta, object, each.condition))
    const change = (next: Partial<ListAddress>) => go(`/${object.path}${writeAddress({ ...address, view: view.id, ...next })}`, 'replace')
    return {
      object,
      views,
      arrangement,
      isReady: isReady || (address.view !== null && view.id === address.view),
      view,
      address,
      config,
      filter,
      formats,
      isModified: isModified(view, config, object),
      query: queryOf(object, { ...config, filter, formats }, address.q),
      change,
      reset: () =>
        go(
          `/${object.path}${writeAddress({ view: view.id, q: address.q, ...(address.layout === undefined || !view.isBuiltIn ? {} : { layout: address.layout }) })}`,
          'replace',
        ),
    }
  }, [arrangement, first, go, isReady, meta, object, search, views])
}

/** The conditions of rules, to be asked of each row. */
export function marksOf(formats: readonly Format[]): Pick<ListQuery, 'marks'> {
  return formats.length === 0 ? {} : { marks: formats.map((each) => each.condition) }
}

function queryOf(object: ObjectMeta, config: ListConfig, q: string): ListQuery {
  return {
    ...(config.filter === null ? {} : { filter: config.filter }),
    ...(q === '' ? {} : { q }),
    ...(config.sort.length === 0 ? {} : { sort: config.sort }),
    fields: [...new Set([object.title, ...config.columns])],
    ...marksOf(config.formats),
    limit: 100,
  }
}
