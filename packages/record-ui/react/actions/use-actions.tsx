import type { Label, ObjectMeta, Problem, VerbMeta, WireRecord } from '@perigon/contracts'
import { phrase, general, toast, useLabel } from '@perigon/ui'
import { lazy, useMemo } from 'react'
import { type Api, problemIn, ProblemError } from '../../core/api.ts'
import { ownerOf, titleOf } from '../../core/meta-index.ts'
import { type Patch, records } from '../../core/records.ts'
import { conflictOf, fieldsNeeded, obstacles, verbNeeded, wirePatch } from '../../core/refusal.ts'
import { listPhrases, recordPhrases } from '../../phrases/record-phrases.ts'
import { failureText } from '../frame/failure.tsx'
import { type Show, useOverlay } from '../frame/overlays.tsx'
import { useGo, useRecordUi } from '../frame/record-ui-context.tsx'
import { useRefresh } from '../data/queries.ts'

const QuickCreate = lazy(async () => ({ default: (await import('../form/quick-create-drawer.tsx')).QuickCreateDrawer }))
const VerbDialog = lazy(async () => ({ default: (await import('../form/verb-dialog.tsx')).VerbDialog }))
const NeededDialog = lazy(async () => ({ default: (await import('../form/needed-dialog.tsx')).NeededDialog }))
const MergeDialog = lazy(async () => ({ default: (await import('../form/merge-dialog.tsx')).MergeDialog }))
const FieldDialog = lazy(async () => ({ default: (await import('../form/field-dialog.tsx')).FieldDialog }))
const ConfirmDialog = lazy(async () => ({ default: (await import('../form/confirm-dialog.tsx')).ConfirmDialog }))

type Tools = {
  readonly api: Api
  readonly show: Show
  readonly refresh: ReturnType<typeof useRefresh>
  readonly label: (label: Label) => string
}

type Question = {
  readonly title: string
  readonly text: string
  readonly action: string
  readonly isDanger?: boolean
  readonly run: () => void | Promise<void>
}
type Change = { readonly patch: Patch; readonly done?: string; readonly onSaved?: () => void }

/** What people do with records from any screen: create, change, run a verb, delete; with undo and the dialogs a refusal needs. */
export function useActions() {
  const { api } = useRecordUi()
  const show = useOverlay()
  const go = useGo()
  const refresh = useRefresh()
  const label = useLabel()
  return useMemo(() => {
    const tools: Tools = { api, show, refresh, label }
    return {
      create: (object: ObjectMeta, how: { readonly defaults?: Patch; readonly onCreated?: (record: WireRecord) => void } = {}) =>
        show((close) => <QuickCreate object={object} defaults={how.defaults ?? {}} onCreated={how.onCreated} onClose={close} />),
      runVerb: (object: ObjectMeta, record: WireRecord, how: { readonly verb: VerbMeta; readonly initial?: Patch }) =>
        runVerb(tools, { object, record }, how),
      /** Changes fields of a record; a refusal opens the dialog that helps: missing fields, a verb, or the merge. */
      change: (object: ObjectMeta, record: WireRecord, how: Change) => change(tools, { object, record }, how),
      refuse: (object: ObjectMeta, record: WireRecord, how: Change & { readonly error: unknown }) => refuse(tools, { object, record }, how),
      /** Says that a record was written, with the way back. */
      written: (object: ObjectMeta, record: WireRecord, how: { readonly next: WireRecord; readonly text: string }) =>
        toast({ text: how.text, ...undoable(tools, { object, record }, how.next) }),
      /** Asks for a new owner, where there is one to change. */
      assign: (object: ObjectMeta, record: WireRecord) => assign(tools, { object, record }),
      remove: (object: ObjectMeta, record: WireRecord, after?: () => void) => remove(tools, { object, record }, after),
      confirm: (question: Question) => confirm(show, question),
      open: (object: ObjectMeta, id: string) => go(`/${object.path}/${id}`),
    }
  }, [api, go, label, refresh, show])
}

type Target = { readonly object: ObjectMeta; readonly record: WireRecord }

function runVerb(tools: Tools, { object, record }: Target, how: { readonly verb: VerbMeta; readonly initial?: Patch }): void {
  const onDone = (next: WireRecord) => {
    tools.refresh(object, next)
    toast({
      text: phrase(recordPhrases, 'verb_done', { name: titleOf(object, record), verb: tools.label(how.verb.label) }),
      ...undoable(tools, { object, record }, next),
    })
  }
  tools.show((close) => (
    <VerbDialog object={object} record={record} verb={how.verb} initial={how.initial ?? {}} onClose={close} onDone={onDone} />
  ))
}

async function send(tools: Tools, { object, record }: Target, patch: Patch): Promise<WireRecord> {
  const next = await records.update(tools.api, object, { id: record.id, version: record.version, patch: wirePatch(object, patch) })
  tools.refresh(object, next)
  return next
}

async function change(tools: Tools, target: Target, how: Change): Promise<WireRecord | null> {
  try {
    const next = await send(tools, target, how.patch)
    if (how.done !== undefined) toast({ text: how.done, ...undoable(tools, target, next) })
    return next
  } catch (error) {
    refuse(tools, target, { ...how, error })
    return null
  }
}

// Nothing written, nothing to undo: the last change of the record would be an older one.
function undoable(tools: Tools, { object, record }: Target, next: WireRecord): { readonly undo?: () => Promise<void> } {
  return next.version > record.version ? { undo: () => undo(tools, object, next) } : {}
}

// The server takes the change back: it knows what was there and asks for no reason.
async function undo(tools: Tools, object: ObjectMeta, record: WireRecord): Promise<void> {
  try {
    tools.refresh(object, await records.undo(tools.api, object, { id: record.id, version: record.version }))
    toast({ text: phrase(general, 'undone'), tone: 'info' })
  } catch (error) {
    toast({ text: failureText(error), tone: 'error' })
  }
}

function refuse(tools: Tools, target: Target, how: Change & { readonly error: unknown }): void {
  const { object, record } = target
  const { patch, error } = how
  tools.refresh(object)
  const problem = problemIn(error)
  if (problem === null) return toast({ text: failureText(error), tone: 'error' })
  const onSaved = (next: WireRecord) => {
    tools.refresh(object, next)
    toast({ text: how.done ?? phrase(general, 'saved'), ...undoable(tools, target, next) })
    how.onSaved?.()
  }
  const conflict = conflictOf(problem)
  if (conflict !== null) {
    return tools.show((close) => <MergeDialog object={object} conflict={conflict} patch={patch} onClose={close} onMerged={onSaved} />)
  }
  const verb = verbNeeded(object, problem)
  if (verb !== undefined) return runVerb(tools, target, { verb, initial: patch })
  const fields = fieldsNeeded(object, problem)
  if (fields.length === 0) return toast({ text: obstacles(problem) || failureText(error), tone: 'error' })
  const onConflict = (whole: Patch, found: Problem) => refuse(tools, target, { ...how, patch: whole, error: new ProblemError(found) })
  const needed = { object, record, patch, problem, fields, onSaved, onConflict }
  tools.show((close) => <NeededDialog {...needed} onClose={close} />)
}

function assign(tools: Tools, target: Target): void {
  const { object, record } = target
  const owner = ownerOf(object)
  if (owner === undefined) return
  const apply = async (patch: Patch) => {
    const text = { name: titleOf(object, record), field: tools.label(owner.label) }
    await change(tools, target, { patch, done: phrase(recordPhrases, 'field_changed', text) })
  }
  const start = record[owner.key] ?? null
  tools.show((close) => <FieldDialog object={object} count={1} field={owner} start={start} onClose={close} onApply={apply} />)
}

function remove(tools: Tools, { object, record }: Target, after: (() => void) | undefined): void {
  const name = titleOf(object, record) || phrase(general, 'untitled')
  const run = async () => {
    try {
      await records.remove(tools.api, object, record.id)
      after?.()
      tools.refresh(object)
      toast({ text: phrase(listPhrases, 'deleted_one', { name }), undo: () => restore(tools, object, record.id) })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  confirm(tools.show, {
    title: phrase(listPhrases, 'delete_ask', { name }),
    text: phrase(listPhrases, 'bulk_delete_hint'),
    action: phrase(general, 'delete'),
    isDanger: true,
    run,
  })
}

async function restore(tools: Tools, object: ObjectMeta, id: string): Promise<void> {
  try {
    const record = await records.restore(tools.api, object, id)
    tools.refresh(object, record)
    toast({ text: phrase(listPhrases, 'restored', { name: titleOf(object, record) }), tone: 'info' })
  } catch (error) {
    toast({ text: failureText(error), tone: 'error' })
  }
}

function confirm(show: Show, question: Question): void {
  const { title, text, action, isDanger = false, run } = question
  show((close) => <ConfirmDialog title={title} text={text} action={action} isDanger={isDanger} onClose={close} onConfirm={run} />)
}
