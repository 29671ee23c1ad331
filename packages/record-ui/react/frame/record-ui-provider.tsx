import '../record-ui.css'
import '../print.css'
import type { ClientMeta, SessionInfo } from '@perigon/contracts'
import { systemClock } from '@perigon/contracts'
import { type FieldContext, FieldContextProvider } from '@perigon/ui'
import { type ReactNode, useMemo } from 'react'
import type { Api } from '../../core/api.ts'
import { fieldOf, indexMeta, narrowedBy, narrowing } from '../../core/meta-index.ts'
import { records } from '../../core/records.ts'
import type { ObjectWeb, WebModule } from '../../core/web-module.ts'
import { OverlayHost } from './overlays.tsx'
import { type RecordUi, RecordUiContext, useGo } from './record-ui-context.tsx'

/** Gives the screens below it the server, the metadata, the person and the modules. */
export function RecordUiProvider(props: {
  readonly api: Api
  readonly session: SessionInfo
  readonly meta: ClientMeta
  readonly modules: readonly WebModule[]
  readonly people: { readonly me: readonly string[]; readonly trees: readonly string[]; readonly currencies: readonly string[] }
  readonly children: ReactNode
}) {
  const go = useGo()
  const { api, session, modules, people } = props
  const meta = useMemo(() => indexMeta(props.meta), [props.meta])
  const ui = useMemo<RecordUi>(() => {
    const slots = new Map<string, ObjectWeb>()
    for (const [object, web] of modules.flatMap((each) => Object.entries(each.objects ?? {})))
      slots.set(object, { ...slots.get(object), ...web })
    return { api, session, meta, modules, objectWeb: (object) => slots.get(object) ?? NOTHING }
  }, [api, meta, modules, session])
  const fields = useMemo<FieldContext>(
    () => ({
      currency: session.company.base_currency,
      currencies: people.currencies,
      timeZone: session.company.time_zone,
      now: () => systemClock.now(),
      lookup: async (key, q, within) => {
        const object = meta.object(key)
        return object === undefined ? [] : records.lookup(api, object, { q, ...(within === undefined ? {} : { within }) })
      },
      within: (key, field, sibling) => {
        // The form's own object is not known here: any object with this link will do, they agree on what narrows it.
        const owner = meta.objects.find(
          (each) =>
            fieldOf(each, field)?.target === key && narrowing(meta, each, fieldOf(each, field) ?? each.fields[0] ?? NO_FIELD).length > 0,
        )
        const own = owner === undefined ? undefined : fieldOf(owner, field)
        return owner === undefined || own === undefined ? [] : narrowedBy(narrowing(meta, owner, own), sibling)
      },
      hrefOf: (key, id) => {
        const object = meta.object(key)
        return object === undefined || !object.navigable ? null : `/${object.path}/${id}`
      },
      open: (href) => go(href),
      meTargets: people.me,
      treeTargets: people.trees,
    }),
    [api, go, meta, people, session],
  )
  return (
    <RecordUiContext value={ui}>
      <FieldContextProvider value={fields}>
        <OverlayHost>{props.children}</OverlayHost>
      </FieldContextProvider>
    </RecordUiContext>
  )
}

const NOTHING: ObjectWeb = {}
const NO_FIELD = {
  key: '',
  type: 'text',
  label: { zh: '', en: '' },
  required: false,
  read_only: true,
  custom: false,
  operators: [],
  measures: [],
  sortable: false,
  groupable: false,
} as const
