import {
  BringOverScreen,
  BulkScreen,
  ListScreen,
  RecordScreen,
  ImportScreen,
  ImportsScreen,
  TrashScreen,
  useRecordUi,
} from '@perigon/record-ui'
import { EmptyState, states, usePhrases } from '@perigon/ui'
import { createRootRoute, createRoute, createRouter, Outlet, useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { modules } from './modules.ts'
import { Crash } from './shell/crash.tsx'
import { SessionGate } from './session/session-gate.tsx'

const SetupPage = lazy(async () => ({ default: (await import('./session/setup-page.tsx')).SetupPage }))
const ForgotPasswordPage = lazy(async () => ({ default: (await import('./session/forgot-password-page.tsx')).ForgotPasswordPage }))
const ResetPasswordPage = lazy(async () => ({ default: (await import('./session/reset-password-page.tsx')).ResetPasswordPage }))
const HomePage = lazy(async () => ({ default: (await import('./home/home-page.tsx')).HomePage }))

const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Crash })

const setup = createRoute({ getParentRoute: () => rootRoute, path: '/setup', component: SetupPage })
const forgot = createRoute({ getParentRoute: () => rootRoute, path: '/forgot-password', component: ForgotPasswordPage })
const reset = createRoute({ getParentRoute: () => rootRoute, path: '/reset-password', component: ResetPasswordPage })
const inside = createRoute({ getParentRoute: () => rootRoute, id: 'inside', component: SessionGate, errorComponent: Crash })
const home = createRoute({ getParentRoute: () => inside, path: '/', component: HomePage, errorComponent: Crash })
const imports = createRoute({ getParentRoute: () => inside, path: '/imports', component: ImportsScreen, errorComponent: Crash })
const importFrom = createRoute({ getParentRoute: () => inside, path: '/imports/from/$id', component: BringOverPage, errorComponent: Crash })
const importOne = createRoute({ getParentRoute: () => inside, path: '/imports/$id', component: ImportJobPage, errorComponent: Crash })
const importNew = createRoute({ getParentRoute: () => inside, path: '/import/$object', component: ImportNewPage, errorComponent: Crash })
const changes = createRoute({ getParentRoute: () => inside, path: '/bulk-operations', component: BulkPage, errorComponent: Crash })
const change = createRoute({ getParentRoute: () => inside, path: '/bulk-operations/$id', component: BulkPage, errorComponent: Crash })
const list = createRoute({ getParentRoute: () => inside, path: '/$path', component: ListPage, errorComponent: Crash })
const trash = createRoute({ getParentRoute: () => inside, path: '/$path/trash', component: TrashPage, errorComponent: Crash })
const record = createRoute({ getParentRoute: () => inside, path: '/$path/$id', component: RecordPage, errorComponent: Crash })
const pages = modules.flatMap((module) =>
  (module.pages ?? []).map((page) =>
    createRoute({ getParentRoute: () => inside, path: page.path, component: () => <page.Page />, errorComponent: Crash }),
  ),
)

/** Address → page. Search parameters stay plain text; each screen reads its own. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    setup,
    forgot,
    reset,
    inside.addChildren([home, imports, importFrom, importOne, importNew, changes, change, ...pages, list, trash, record]),
  ]),
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(Object.entries(search).map(([key, value]) => [key, String(value)])).toString()
    return text === '' ? '' : `?${text}`
  },
  scrollRestoration: false,
})

function Root() {
  return (
    <Suspense>
      <Outlet />
    </Suspense>
  )
}

function ListPage() {
  const { object } = useNamedObject()
  return object === undefined ? <NotFound /> : <ListScreen key={object.key} object={object} />
}

function RecordPage() {
  const { object, id } = useNamedObject()
  return object === undefined ? <NotFound /> : <RecordScreen key={id} object={object} id={id} />
}

function TrashPage() {
  const { object } = useNamedObject()
  return object === undefined ? <NotFound /> : <TrashScreen object={object} />
}

function ImportNewPage() {
  const { meta } = useRecordUi()
  const params: { readonly object?: string } = useParams({ strict: false })
  const object = meta.object(params.object ?? '') ?? meta.byPath(params.object ?? '')
  return object === undefined ? <NotFound /> : <ImportScreen key={object.key} object={object} id={null} />
}

function ImportJobPage() {
  const params: { readonly id?: string } = useParams({ strict: false })
  return <ImportScreen key={params.id} object={null} id={params.id ?? ''} />
}

function BringOverPage() {
  const params: { readonly id?: string } = useParams({ strict: false })
  return <BringOverScreen key={params.id} id={params.id ?? ''} />
}

function BulkPage() {
  const params: { readonly id?: string } = useParams({ strict: false })
  return <BulkScreen open={params.id ?? null} />
}

function useNamedObject() {
  const { meta } = useRecordUi()
  const params: { readonly path?: string; readonly id?: string } = useParams({ strict: false })
  return { object: meta.byPath(params.path ?? ''), id: params.id ?? '' }
}

function NotFound() {
  const t = usePhrases(states)
  return <EmptyState kind="right" title={t('page_not_found')} hint={t('not_found_hint')} />
}
