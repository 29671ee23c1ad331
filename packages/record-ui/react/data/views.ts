import type { Condition, Json, ListQuery, ObjectMeta, Page, WireRecord } from '@perigon/contracts'
import { linkOf, listOf, textOf, usePhrases } from '@perigon/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { fieldOf } from '../../core/meta-index.ts'
import { type Arrangement, arranged, firstView, type ListConfig, type ListView, readConfig, readWidths } from '../../core/list-state.ts'
import { type Patch, records } from '../../core/records.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

const VIEWS = 'saved_view'
const PREFERENCES = 'view_preference'

export type Views = {
  readonly views: readonly ListView[]
  readonly arrangement: Arrangement
  /** The view that opens when the address names none. */
  readonly first: ListView | undefined
  readonly isReady: boolean
}

/** The views of an object: pinned ones first, then the built-in ones, the saved ones of this person and the shared ones. */
export function useViews(object: ObjectMeta): Views {
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
  const { arrangement, isReady } = useArrangement(object)
  const views = useMemo(() => {
    const builtIn = [view('all', t('all'), null)]
    if (fieldOf(object, 'owner') !== undefined) builtIn.push(view('mine', t('mine'), { field: 'owner', op: 'eq', value: { me: true } }))
    if (fieldOf(object, 'department') !== undefined && fieldOf(object, 'owner') !== undefined) {
      builtIn.push(view('team', t('team'), { field: 'department', op: 'in', value: { my_departments: true } }))
    }
    const ids = (recent.data?.data ?? []).filter((each) => each.object === object.key).map((each) => each.id)
    if (ids.length > 0) builtIn.push({ ...view('recent', t('recent'), null), within: { field: 'id', op: 'in', value: ids } })
    return arranged([...builtIn, ...(saved.data?.data ?? []).map((each) => savedView(each, ui.session.user.id))], arrangement)
  }, [arrangement, object, recent.data, saved.data, t, ui.session.user.id])
  const { roles } = ui.session
  const first = useMemo(() => firstView(views, { first: arrangement.first, roles }), [arrangement, roles, views])
  return { views, arrangement, first, isReady: !saved.isPending && isReady }
}

function preferenceQuery(object: ObjectMeta): ListQuery {
  return { filter: { field: 'object', op: 'eq', value: object.key }, sort: ['-updated_at'], limit: 1 }
}

const NOTHING: Arrangement = { pinned: [], first: null, widths: {} }

function useArrangement(object: ObjectMeta): { readonly arrangement: Arrangement; readonly isReady: boolean } {
  const { api, meta } = useRecordUi()
  const store = meta.object(PREFERENCES)
  const kept = useQuery({
    queryKey: ['view-preference', object.key],
    queryFn: async (): Promise<Page> =>
      store === undefined ? { data: [], next: null } : records.page(api, store, preferenceQuery(object)),
    staleTime: 60_000,
  })
  const record = kept.data?.data[0]
  const arrangement = useMemo(
    () =>
      record === undefined
        ? NOTHING
        : { pinned: listOf(record['pinned']), first: textOf(record['first_view']) || null, widths: readWidths(record['widths']) },
    [record],
  )
  return { arrangement, isReady: !kept.isPending }
}

/** Keeps how this person arranges the views of an object; nobody else sees it. */
export function useArrange(object: ObjectMeta): (change: Partial<Arrangement>) => Promise<void> {
  const { api, meta } = useRecordUi()
  const client = useQueryClient()
  return async (change) => {
    const store = meta.object(PREFERENCES)
    if (store === undefined) return
    const patch = {
      ...(change.pinned === undefined ? {} : { pinned: change.pinned }),
      ...(change.first === undefined ? {} : { first_view: change.first }),
      ...(change.widths === undefined ? {} : { widths: change.widths }),
    }
    const [known] = (await records.page(api, store, preferenceQuery(object))).data
    if (known === undefined) await records.create(api, store, { object: object.key, ...patch })
    else await records.update(api, store, { id: known.id, version: known.version, patch })
    await client.invalidateQueries({ queryKey: ['view-preference', object.key] })
  }
}

/** Who else sees a view, and for whom it opens first. */
export type Sharing = { readonly isShared: boolean; readonly audience: readonly string[]; readonly defaultFor: readonly string[] }

/** Saves, changes and deletes views. */
export function useViewActions(object: ObjectMeta) {
  const { api, meta } = useRecordUi()
  const client = useQueryClient()
  const store = meta.object(VIEWS)
  const again = () => client.invalidateQueries({ queryKey: ['views', object.key] })
  return {
    canSave: store !== undefined,
    create: async (view: { readonly name: string; readonly config: ListConfig; readonly sharing: Sharing }) => {
      if (store === undefined) return null
      const record = await records.create(api, store, {
        object: object.key,
        name: view.name,
        ...wireSharing(view.sharing),
        config: wireConfig(view.config),
      })
      await again()
      return record.id
    },
    update: async (view: ListView, change: { readonly name?: string; readonly sharing?: Sharing; readonly config?: ListConfig }) => {
      if (store === undefined) return
      const patch = {
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.sharing === undefined ? {} : wireSharing(change.sharing)),
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
  return { id, name, config: { filter }, isBuiltIn: true, isShared: true, audience: [], defaultFor: [], isMine: false, version: 0 }
}

function savedView(record: WireRecord, user: string): ListView {
  return {
    id: record.id,
    name: textOf(record['name']),
    config: readConfig(record['config']),
    isBuiltIn: false,
    isShared: record['shared'] === true,
    audience: listOf(record['audience']),
    defaultFor: listOf(record['default_for']),
    isMine: linkOf(record['owner'])?.id === user,
    version: record.version,
  }
}

function wireSharing({ isShared, audience, defaultFor }: Sharing): Patch {
  return { shared: isShared, audience: isShared ? audience : [], default_for: isShared ? defaultFor : [] }
}

function wireConfig(config: ListConfig): Json {
  return JSON.parse(JSON.stringify(config))
}
