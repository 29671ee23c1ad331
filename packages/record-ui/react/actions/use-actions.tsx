import type { Json, ObjectMeta, VerbMeta, WireRecord } from '@perigon/contracts'
import { phrase, general, toast, useLabel, usePhrases } from '@perigon/ui'
import { lazy, useMemo } from 'react'
import { problemIn } from '../../core/api.ts'
import { titleOf } from '../../core/meta-index.ts'
import { type Patch, records } from '../../core/records.ts'
import { conflictOf, fieldsNeeded, verbNeeded, wirePatch } from '../../core/refusal.ts'
import { listPhrases, recordPhrases } from '../../phrases/record-phrases.ts'
import { failureText } from '../frame/failure.tsx'
import { useOverlay } from '../frame/overlays.tsx'
import { useGo, useRecordUi } from '../frame/record-ui-context.tsx'
import { useRefresh } from '../data/queries.ts'

const QuickCreate = lazy(async () => ({ default: (await import('../form/quick-create-drawer.tsx')).QuickCreateDrawer }))
const VerbDialog = lazy(async () => ({ default: (await import('../form/verb-dialog.tsx')).VerbDialog }))
const NeededDialog = lazy(async () => ({ default: (await import('../form/needed-dialog.tsx')).NeededDialog }))
const MergeDialog = lazy(async () => ({ default: (await import('../form/merge-dialog.tsx')).MergeDialog }))
const ConfirmDialog = lazy(async () => ({ default: (await import('../form/confirm-dialog.tsx')).ConfirmDialog }))

/** What people do with records from any screen: create, change, run a verb, delete; with undo and the dialogs a refusal needs. */
export function useActions() {
  const { api } = useRecordUi()
  const show = useOverlay()
  const go = useGo()
  const refresh = useRefresh()
  const label = useLabel()
  const t = usePhrases(listPhrases)
  const r = usePhrases(recordPhrases)
  return useMemo(() => {
    const create = (object: ObjectMeta, how: { readonly defaults?: Patch; readonly onCreated?: (record: WireRecord) => void } = {}) =>
      show((close) => <QuickCreate object={object} defaults={how.defaults ?? {}} onCreated={how.onCreated} onClose={close} />)

    const runVerb = (object: ObjectMeta, record: WireRecord, how: { readonly verb: VerbMeta; readonly initial?: Patch }) =>
      show((close) => (
        <VerbDialog
          object={object}
          record={record}
          verb={how.verb}
          initial={how.initial ?? {}}
          onClose={close}
          onDone={(next) => {
            refresh(object, next)
            toast({ text: r('verb_done', { name: titleOf(object, record), verb: label(how.verb.label) }) })
          }}
        />
      ))

    const send = async (object: ObjectMeta, record: WireRecord, patch: Patch) => {
      const next = await records.update(api, object, { id: record.id, version: record.version, patch: wirePatch(object, patch) })
      refresh(object, next)
      return next
    }

    /** Changes fields of a record; a refusal opens the dialog that helps: missing fields, a verb, or the merge. */
    const change = async (
      object: ObjectMeta,
      record: WireRecord,
      how: { readonly patch: Patch; readonly done?: string },
    ): Promise<WireRecord | null> => {
      try {
        const next = await send(object, record, how.patch)
        if (how.done !== undefined) toast({ text: how.done, undo: () => undoChange(object, next, pick(record, Object.keys(how.patch))) })
        return next
      } catch (error) {
        refuse(object, record, { patch: how.patch, error })
        return null
      }
    }

    const undoChange = async (object: ObjectMeta, record: WireRecord, patch: Patch) => {
      try {
        await send(object, record, patch)
        toast({ text: phrase(general, 'undone'), tone: 'info' })
      } catch (error) {
        toast({ text: failureText(error), tone: 'error' })
      }
    }

    const refuse = (object: ObjectMeta, record: WireRecord, how: { readonly patch: Patch; readonly error: unknown }) => {
      refresh(object)
      const problem = problemIn(how.error)
      const conflict = problem === null ? null : conflictOf(problem)
      if (conflict !== null) {
        show((close) => (
          <MergeDialog
            object={object}
            conflict={conflict}
            base={record}
            patch={how.patch}
            onClose={close}
            onMerged={(next) => refresh(object, next)}
          />
        ))
        return
      }
      const verb = problem === null ? undefined : verbNeeded(object, problem)
      if (verb !== undefined) return runVerb(object, record, { verb, initial: how.patch })
      const missing = problem === null ? [] : fieldsNeeded(object, problem)
      if (problem === null || missing.length === 0) return toast({ text: failureText(how.error), tone: 'error' })
      show((close) => (
        <NeededDialog
          object={object}
          record={record}
          patch={how.patch}
          problem={problem}
          fields={missing}
          onClose={close}
          onSaved={(next) => refresh(object, next)}
        />
      ))
    }

    const remove = (object: ObjectMeta, record: WireRecord, after?: () => void) => {
      const name = titleOf(object, record) || phrase(general, 'untitled')
      const run = async () => {
        try {
          await records.remove(api, object, record.id)
          after?.()
          refresh(object)
          toast({ text: t('deleted_one', { name }), undo: () => restore(object, record.id) })
        } catch (error) {
          toast({ text: failureText(error), tone: 'error' })
        }
      }
      show((close) => (
        <ConfirmDialog
          title={t('delete_ask', { name })}
          text={t('bulk_delete_hint')}
          action={phrase(general, 'delete')}
          isDanger
          onClose={close}
          onConfirm={run}
        />
      ))
    }

    const restore = async (object: ObjectMeta, id: string) => {
      try {
        const record = await records.restore(api, object, id)
        refresh(object, record)
        toast({ text: t('restored', { name: titleOf(object, record) }), tone: 'info' })
      } catch (error) {
        toast({ text: failureText(error), tone: 'error' })
      }
    }

    const confirm = (ask: {
      readonly title: string
      readonly text: string
      readonly action: string
      readonly isDanger?: boolean
      readonly run: () => void | Promise<void>
    }) =>
      show((close) => (
        <ConfirmDialog
          title={ask.title}
          text={ask.text}
          action={ask.action}
          isDanger={ask.isDanger === true}
          onClose={close}
          onConfirm={ask.run}
        />
      ))

    const open = (object: ObjectMeta, id: string) => go(`/${object.path}/${id}`)

    return { create, runVerb, change, remove, restore, confirm, open, refuse }
  }, [api, go, label, r, refresh, show, t])
}

function pick(record: WireRecord, names: readonly string[]): Patch {
  return Object.fromEntries(names.map((name): [string, Json] => [name, record[name] ?? null]))
}
