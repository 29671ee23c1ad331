import type { FieldMeta, ObjectMeta, WireRecord } from '@perigon/contracts'
import { general, Skeleton, useLabel, usePhone, usePhrases, useShortcuts } from '@perigon/ui'
import { Button, Segmented } from 'antd'
import { Fragment, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { titleOf } from '../../core/meta-index.ts'
import { recordPhrases } from '../../phrases/record-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { useRecord, useRefresh } from '../data/queries.ts'
import { Failure } from '../frame/failure.tsx'
import { useGo, useRecordUi } from '../frame/record-ui-context.tsx'
import { useTitle } from '../frame/use-title.ts'
import { focusFirstError } from '../form/focus-first-error.ts'
import { FormNotices, RecordFormFields, writableFields } from '../form/record-form.tsx'
import { UnsavedGuard } from '../form/unsaved-guard.tsx'
import { type EditSession, useEditSession } from '../form/use-edit-session.ts'
import { RecordDetails } from './record-details.tsx'
import { RecordHead } from './record-head.tsx'
import { RelatedLists } from './related-lists.tsx'

const MergeDialog = lazy(async () => ({ default: (await import('../form/merge-dialog.tsx')).MergeDialog }))
const HistoryPanel = lazy(async () => ({ default: (await import('./history-panel.tsx')).HistoryPanel }))

/** One record: highlights, what its module adds, details, related records, activity, history. */
export function RecordScreen({ object, id }: { readonly object: ObjectMeta; readonly id: string }) {
  const record = useRecord(object, id)
  const isMerged = record.data !== undefined && record.data.id !== id
  useVisited(object, id, record.data !== undefined && !isMerged)
  useTitle(record.data === undefined ? '' : titleOf(object, record.data))
  useSurvivor(object, isMerged ? record.data.id : null)
  if (record.data !== undefined && !isMerged) return <Loaded key={id} object={object} record={record.data} />
  if (record.error !== null) return <Failure error={record.error} onRetry={() => void record.refetch()} />
  return (
    <div className="pg-page">
      <Skeleton shape="record" rows={6} />
    </div>
  )
}

/** The address of a record that was merged into another leads to that one. */
function useSurvivor(object: ObjectMeta, survivor: string | null): void {
  const go = useGo()
  useEffect(() => {
    if (survivor !== null) go(`/${object.path}/${survivor}`, 'replace')
  }, [go, object.path, survivor])
}

type Part = { readonly key: string; readonly label: string; readonly content: ReactNode }

function Loaded({ object, record }: { readonly object: ObjectMeta; readonly record: WireRecord }) {
  const t = usePhrases(recordPhrases)
  const ui = useRecordUi()
  const isPhone = usePhone()
  const { Banner, Aside } = ui.objectWeb(object.key)
  const [editing, setEditing] = useState<string | null>(null)
  const edit = (field: string) => object.can.update && setEditing(field)
  const actions = useActions()
  useShortcuts({ e: () => edit(''), a: () => actions.assign(object, record) }, editing === null)
  const details =
    editing === null ? (
      <RecordDetails object={object} record={record} onEdit={edit} />
    ) : (
      <EditForm object={object} record={record} focus={editing} onEnd={() => setEditing(null)} />
    )
  const related = <RelatedLists object={object} record={record} />
  const panels = usePanels(object, record)
  const timeline = Aside === undefined ? null : <Aside object={object} record={record} />
  const history = (
    <Suspense fallback={<Skeleton shape="lines" rows={4} />}>
      <HistoryPanel object={object} record={record} />
    </Suspense>
  )
  const parts: readonly Part[] = [
    { key: 'details', label: t('details'), content: details },
    ...(timeline === null ? [] : [{ key: 'timeline', label: t('timeline'), content: timeline }]),
    ...(object.related.length === 0 ? [] : [{ key: 'related', label: t('related'), content: related }]),
    ...panels,
    { key: 'history', label: t('history'), content: history },
  ]
  return (
    <article className="pg-page pg-record">
      <RecordHead object={object} record={record} isEditing={editing !== null} onEdit={() => edit('')} />
      {Banner !== undefined && <Banner object={object} record={record} />}
      <Lines object={object} record={record} />
      {isPhone ? (
        <Tabs parts={parts} />
      ) : (
        <Columns main={[details, related, ...panels.map((each) => each.content)]} timeline={timeline} history={history} />
      )}
    </article>
  )
}

/** Lines that modules add to every record they suit; the page does not wait for them. */
function Lines({ object, record }: { readonly object: ObjectMeta; readonly record: WireRecord }) {
  const lines = useRecordUi().modules.flatMap((module) => module.lines ?? [])
  return lines
    .filter((line) => line.suits(object))
    .map((line) => (
      <Suspense key={line.key}>
        <line.Line object={object} record={record} />
      </Suspense>
    ))
}

/** Sections that modules add to every record they suit. */
function usePanels(object: ObjectMeta, record: WireRecord): readonly Part[] {
  const { modules } = useRecordUi()
  const label = useLabel()
  return modules
    .flatMap((module) => module.panels ?? [])
    .filter((panel) => panel.suits(object))
    .map((panel) => ({
      key: panel.key,
      label: label(panel.label),
      content: (
        <Suspense key={panel.key} fallback={<Skeleton shape="lines" rows={2} />}>
          <panel.Panel object={object} record={record} />
        </Suspense>
      ),
    }))
}

// On a phone one part at a time.
function Tabs({ parts }: { readonly parts: readonly Part[] }) {
  const t = usePhrases(recordPhrases)
  const [tab, setTab] = useState('details')
  useTabKeys(true, { tabs: parts.map((each) => each.key), tab, setTab })
  return (
    <>
      <Segmented
        aria-label={t('tabs')}
        value={tab}
        options={parts.map((each) => ({ value: each.key, label: each.label }))}
        onChange={setTab}
      />
      {parts.find((each) => each.key === tab)?.content}
    </>
  )
}

const SIDES = ['timeline', 'history'] as const

/** `[` and `]` go to the tab before and the tab after. */
function useTabKeys<T extends string>(
  enabled: boolean,
  { tabs, tab, setTab }: { readonly tabs: readonly T[]; readonly tab: T; readonly setTab: (tab: T) => void },
): void {
  const step = (by: number) => {
    const next = tabs[tabs.indexOf(tab) + by]
    if (next !== undefined) setTab(next)
  }
  useShortcuts({ '[': () => step(-1), ']': () => step(1) }, enabled)
}

function Columns({
  main,
  timeline,
  history,
}: {
  readonly main: readonly ReactNode[]
  readonly timeline: ReactNode
  readonly history: ReactNode
}) {
  const t = usePhrases(recordPhrases)
  const [side, setSide] = useState<'timeline' | 'history'>(timeline === null ? 'history' : 'timeline')
  useTabKeys(timeline !== null, { tabs: SIDES, tab: side, setTab: setSide })
  return (
    <div className="pg-record__columns">
      <div className="pg-record__main">
        {main.map((part, index) => (
          <Fragment key={index}>{part}</Fragment>
        ))}
      </div>
      <aside className="pg-record__side pg-card" aria-label={t(side)}>
        {timeline !== null && (
          <Segmented
            block
            aria-label={t('side_tabs')}
            value={side}
            options={[
              { value: 'timeline', label: t('timeline') },
              { value: 'history', label: t('history') },
            ]}
            onChange={setSide}
          />
        )}
        {side === 'timeline' ? timeline : history}
      </aside>
    </div>
  )
}

function EditForm({
  object,
  record,
  focus,
  onEnd,
}: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly focus: string
  readonly onEnd: () => void
}) {
  const t = usePhrases(recordPhrases)
  const words = usePhrases(general)
  const refresh = useRefresh()
  const actions = useActions()
  const [base] = useState(record)
  const session = useEditSession(object, base)
  const root = useRef<HTMLFormElement>(null)
  const fields = writableFields(object)
  const end = (saved: WireRecord) => {
    refresh(object, saved)
    if (saved.version > base.version) actions.written(object, base, { next: saved, text: words('saved') })
    session.reset()
    onEnd()
  }
  const save = async () => {
    const saved = await session.save(fields)
    if (saved === null) focusFirstError(root.current)
    else end(saved)
  }
  const cancel = () => {
    session.reset()
    onEnd()
  }
  useShortcuts({ 'mod+s': () => void save(), 'mod+Enter': () => void save(), Escape: () => !session.isDirty && cancel() })
  return (
    <form ref={root} className="pg-card pg-form" noValidate onSubmit={(event) => event.preventDefault()} aria-label={t('details')}>
      <UnsavedGuard when={session.isDirty} />
      {session.conflict !== null && (
        <Suspense>
          <MergeDialog object={object} conflict={session.conflict} patch={session.dirty} onClose={session.closeConflict} onMerged={end} />
        </Suspense>
      )}
      <FormNotices object={object} record={base} session={session} shown={new Set(fields.map((each) => each.key))} />
      <ErrorSummary fields={fields} session={session} root={root} />
      <RecordFormFields object={object} session={session} {...(focus === '' ? {} : { autoFocus: focus })} />
      <FormFoot session={session} onCancel={cancel} onSave={save} />
    </form>
  )
}

function ErrorSummary({
  fields,
  session,
  root,
}: {
  readonly fields: readonly FieldMeta[]
  readonly session: EditSession
  readonly root: { readonly current: HTMLFormElement | null }
}) {
  const t = usePhrases(recordPhrases)
  const label = useLabel()
  const n = Object.keys(session.errors).length
  if (n < 2) return null
  const focus = (key: string) =>
    root.current?.querySelector<HTMLElement>(`[data-field="${key}"] input, [data-field="${key}"] textarea`)?.focus()
  return (
    <div className="pg-form__errors" role="alert">
      <b>{t('errors_top', { n })}</b>
      {fields
        .filter((each) => session.errors[each.key] !== undefined)
        .map((each) => (
          <button key={each.key} type="button" onClick={() => focus(each.key)}>
            {label(each.label)}
          </button>
        ))}
    </div>
  )
}

function FormFoot({
  session,
  onCancel,
  onSave,
}: {
  readonly session: EditSession
  readonly onCancel: () => void
  readonly onSave: () => void
}) {
  const t = usePhrases(recordPhrases)
  const words = usePhrases(general)
  return (
    <div className="pg-form__foot">
      <span className="pg-muted" aria-live="polite">
        {session.isDirty ? t('unsaved') : ''}
      </span>
      <span className="pg-grow" />
      <Button onClick={onCancel}>{words('cancel')}</Button>
      <Button type="primary" loading={session.isSaving} onClick={onSave}>
        {words('save')}
      </Button>
    </div>
  )
}

function useVisited(object: ObjectMeta, id: string, isLoaded: boolean): void {
  const { api } = useRecordUi()
  useEffect(() => {
    if (isLoaded) void api.call('POST', '/api/v1/recent', { body: { object: object.key, id } }).catch(() => undefined)
  }, [api, id, isLoaded, object.key])
}
