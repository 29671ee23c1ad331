import type { BatchOperation, ObjectMeta, WireRecord } from '@perigon/contracts'
import { formatNumber, general, toast, useLabel, useLocale, usePhrases, useShortcuts } from '@perigon/ui'
import { Button } from 'antd'
import { lazy } from 'react'
import type { Api } from '../../core/api.ts'
import { ownerOf } from '../../core/meta-index.ts'
import { wirePatch } from '../../core/refusal.ts'
import { type BatchResult, type Patch, records } from '../../core/records.ts'
import { joinPhrases } from '../../phrases/join-phrases.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { useRefresh } from '../data/queries.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { failureText } from '../frame/failure.tsx'
import { useOverlay } from '../frame/overlays.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import type { Selection } from './selection.ts'

const FieldDialog = lazy(async () => ({ default: (await import('../form/field-dialog.tsx')).FieldDialog }))
const JoinDialog = lazy(async () => ({ default: (await import('../form/join-dialog.tsx')).JoinDialog }))
const MOST = 5000
const JOIN_MOST = 4
const UNDO_MOST = 200
const AT_ONCE = 8

/** What can be done with the chosen rows. */
export function BulkBar({
  model,
  selection,
  total,
}: {
  readonly model: ListModel
  readonly selection: Selection
  readonly total: number | null
}) {
  const t = usePhrases(listPhrases)
  const locale = useLocale()
  const selectAll = useSelectAll(model, selection)
  const { object } = model
  const n = selection.ids.size
  if (n === 0) return null
  return (
    <div className="pg-bulk" role="region" aria-label={t('selected', { n })}>
      <b aria-live="polite">{t('selected', { n: formatNumber(n, locale) })}</b>
      {total !== null && total > n && (
        <Button type="link" size="small" onClick={selectAll}>
          {t('select_all', { n: formatNumber(total, locale) })}
        </Button>
      )}
      <span className="pg-grow" />
      <BulkButtons object={object} selection={selection} />
      <Button size="small" type="text" onClick={selection.clear}>
        {t('clear_selection')}
      </Button>
    </div>
  )
}

function BulkButtons({ object, selection }: { readonly object: ObjectMeta; readonly selection: Selection }) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const locale = useLocale()
  const show = useOverlay()
  const actions = useActions()
  const bulk = useBulk(object, selection)
  const n = selection.ids.size
  const owner = ownerOf(object)
  const askOwner = () => {
    if (owner !== undefined) show((close) => <FieldDialog object={object} count={n} field={owner} onClose={close} onApply={bulk.update} />)
  }
  useShortcuts({ a: askOwner }, owner !== undefined)
  const joinWords = usePhrases(joinPhrases)
  const askJoin = () => show((close) => <JoinDialog object={object} ids={[...selection.ids]} onJoined={selection.clear} onClose={close} />)
  const askDelete = () =>
    actions.confirm({
      title: t('bulk_delete_ask', { n: formatNumber(n, locale), name: label(object.label.many) }),
      text: t('bulk_delete_hint'),
      action: t('bulk_delete'),
      isDanger: true,
      run: bulk.remove,
    })
  return (
    <>
      {object.can.update && (
        <Button
          size="small"
          onClick={() => show((close) => <FieldDialog object={object} count={n} onClose={close} onApply={bulk.update} />)}
        >
          {t('bulk_edit')}
        </Button>
      )}
      {owner !== undefined && (
        <Button size="small" onClick={askOwner} title={`${t('bulk_owner')} (A)`}>
          {t('bulk_owner')}
        </Button>
      )}
      {object.can.update && object.can.delete && n >= 2 && n <= JOIN_MOST && (
        <Button size="small" onClick={askJoin}>
          {joinWords('bulk')}
        </Button>
      )}
      {object.can.delete && (
        <Button size="small" danger onClick={askDelete}>
          {t('bulk_delete')}
        </Button>
      )}
    </>
  )
}

function useBulk(object: ObjectMeta, selection: Selection) {
  const { api } = useRecordUi()
  const run = useBatch(object, selection.clear)
  const { rows } = selection
  const update = async (patch: Patch) => {
    const wire = wirePatch(object, patch)
    await run(
      rows.map((each): BatchOperation => ({ op: 'update', id: each.id, data: wire })),
      { done: 'bulk_done', undo: (written) => undoEach(api, object, changed(rows, written)) },
    )
  }
  const remove = () =>
    run(
      rows.map((each): BatchOperation => ({ op: 'delete', id: each.id })),
      {
        done: 'bulk_deleted',
        undo: async (written) => {
          const operations = written.map((each): BatchOperation => ({ op: 'restore', id: each.id }))
          const results = await records.batch(api, object, operations)
          return results.filter((each) => !each.ok).length
        },
      },
    )
  return { update, remove }
}

type Written = { readonly id: string; readonly version: number }
/** How many rows could not be taken back. */
type Undo = (written: readonly Written[]) => Promise<number>
type Outcome = { readonly done: 'bulk_done' | 'bulk_deleted'; readonly undo: Undo }

function useBatch(object: ObjectMeta, clear: () => void) {
  const { api } = useRecordUi()
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const refresh = useRefresh()
  const undo = async (written: readonly Written[], how: Outcome) => {
    try {
      const failed = await how.undo(written)
      refresh(object)
      toast(failed === 0 ? { text: words('undone'), tone: 'info' } : { text: t('bulk_undo_partly', { n: failed }), tone: 'error' })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const undoable = (written: readonly Written[], how: Outcome) =>
    written.length > 0 && written.length <= UNDO_MOST ? { undo: () => undo(written, how) } : {}
  return async (operations: readonly BatchOperation[], how: Outcome) => {
    try {
      const results = await records.batch(api, object, operations)
      const written = results.flatMap((each, index) => writtenBy(operations[index], each))
      const failed = results.find((each) => !each.ok)
      refresh(object)
      clear()
      if (failed === undefined) return toast({ text: t(how.done, { n: written.length }), ...undoable(written, how) })
      const why = failed.problem.errors?.[0]?.message ?? failed.problem.title
      toast({
        text: t('bulk_partly', { n: written.length, failed: results.length - written.length, why }),
        tone: 'error',
        ...undoable(written, how),
      })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
}

function writtenBy(operation: BatchOperation | undefined, result: BatchResult): readonly Written[] {
  if (!result.ok || operation === undefined || !('id' in operation)) return []
  return [{ id: operation.id, version: result.record?.version ?? 0 }]
}

// A row that already had the value was not written; undoing it would take back something older.
function changed(rows: readonly WireRecord[], written: readonly Written[]): readonly Written[] {
  const before = new Map(rows.map((each) => [each.id, each.version]))
  return written.filter((each) => each.version > (before.get(each.id) ?? 0))
}

async function undoEach(api: Api, object: ObjectMeta, written: readonly Written[]): Promise<number> {
  let failed = 0
  for (let at = 0; at < written.length; at += AT_ONCE) {
    const answers = await Promise.allSettled(written.slice(at, at + AT_ONCE).map((each) => records.undo(api, object, each)))
    failed += answers.filter((each) => each.status === 'rejected').length
  }
  return failed
}

function useSelectAll(model: ListModel, selection: Selection): () => Promise<void> {
  const { api } = useRecordUi()
  const t = usePhrases(listPhrases)
  return async () => {
    const found: WireRecord[] = []
    let cursor: string | null = ''
    const { count: _count, ...query } = model.query
    try {
      while (cursor !== null && found.length < MOST) {
        const page: Awaited<ReturnType<typeof records.page>> = await records.page(api, model.object, {
          ...query,
          limit: 200,
          ...(cursor === '' ? {} : { cursor }),
        })
        found.push(...page.data)
        cursor = page.next
      }
      if (cursor !== null) toast({ text: t('too_many', { n: MOST }), tone: 'info' })
      selection.setAll(found)
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
}
