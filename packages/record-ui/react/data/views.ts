import type { Condition, Json, ObjectMeta, Page, WireRecord } from '@perigon/contracts'
import { textOf, linkOf, usePhrases } from '@perigon/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { fieldOf } from '../../core/meta-index.ts'
import { type ListConfig, type ListView, readConfig } from '../../core/list-state.ts'
import { records } from '../../core/records.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

const VIEWS = 'saved_view'

/** The views of an object: the built-in ones first, then the saved ones of this person and the shared ones. */
export function useViews(object: ObjectMeta): { readonly views: readonly ListView[]; readonly isReady: boolean } {
  const ui = useRecordUi()
  const t = usePhrases(listPhrases)
  const store = ui.meta.object(VIEWS)
  const saved = useQuery({
    queryKey: ['views', object.key],
    queryFn: async (): Promise<Page> =>
      store === undefined
        ? { data: [], next: null }
        : records.page(ui.api, store, { filter: { field: 'object', op: 'eq', value: object.key }, sort: ['name'], limit: 100 }),
    staleTime: 60_000,
  })
  const recent = useQuery({
    queryKey: ['recent'],
    queryFn: () => ui.api.call<{ readonly data: readonly { readonly object: string; readonly id: string }[] }>('GET', '/api/v1/recent'),
    staleTime: 10_000,
  })
  const views = useMemo(() => {
    const builtIn = [view('all', t('all'), null)]
    if (fieldOf(object, 'owner') !== undefined) builtIn.push(view('mine', t('mine'), { field: 'owner', op: 'eq', value: { me: true } }))
    if (fieldOf(object, 'department') !== undefined && fieldOf(object, 'owner') !== undefined) {
      builtIn.push(view('team', t('team'), { field: 'department', op: 'in', value: { my_departments: true } }))
    }
    const ids = (recent.data?.data ?? []).filter((each) => each.object === object.key).map((each) => each.id)
    if (ids.length > 0) builtIn.push({ ...view('recent', t('recent'), null), within: { field: 'id', op: 'in', value: ids } })
    return [...builtIn, ...(saved.data?.data ?? []).map((each) => savedView(each, ui.session.user.id))]
  }, [object, recent.data, saved.data, t, ui.session.user.id])
  return { views, isReady: !saved.isPending }
}

/** Saves, changes and deletes views. */
export function useViewActions(object: ObjectMeta) {
  const { api, meta } = useRecordUi()
  const client = useQueryClient()
  const store = meta.object(VIEWS)
  const again = () => client.invalidateQueries({ queryKey: ['views', object.key] })
  return {
    canSave: store !== undefined,
    create: async (view: { readonly name: string; readonly config: ListConfig; readonly isShared: boolean }) => {
      if (store === undefined) return null
      const record = await records.create(api, store, {
        object: object.key,
        name: view.name,
        shared: view.isShared,
        config: wireConfig(view.config),
      })
      await again()
      return record.id
    },
    update: async (view: ListView, change: { readonly name?: string; readonly isShared?: boolean; readonly config?: ListConfig }) => {
      if (store === undefined) return
      const patch = {
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.isShared === undefined ? {} : { shared: change.isShared }),
        ...(change.config === undefined ? {} : { config: wireConfig(change.config) }),
      }
      await records.update(api, store, { id: view.id, version: view.version, patch })
      await again()
    },
    remove: async (view: ListView) => {
      if (store === undefined) return
      await records.remove(api, store, view.id)
      await again()
    },
    restore: async (id: string) => {
      if (store === undefined) return
      await records.restore(api, store, id)
      await again()
    },
  }
}

function view(id: string, name: string, filter: Condition | null): ListView {
  return { id, name, config: { filter }, isBuiltIn: true, isShared: true, isMine: false, version: 0 }
}

function savedView(record: WireRecord, user: string): ListView {
  return {
    id: record.id,
    name: textOf(record['name']),
    config: readConfig(record['config']),
    isBuiltIn: false,
    isShared: record['shared'] === true,
    isMine: linkOf(record['created_by'])?.id === user,
    version: record.version,
  }
}

function wireConfig(config: ListConfig): Json {
  return JSON.parse(JSON.stringify(config))
}
