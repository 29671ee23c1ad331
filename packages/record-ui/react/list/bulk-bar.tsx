import type { BatchOperation, Json, ObjectMeta, WireRecord } from '@perigon/contracts'
import { formatNumber, toast, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { lazy } from 'react'
import type { Api } from '../../core/api.ts'
import { fieldOf } from '../../core/meta-index.ts'
import { wirePatch } from '../../core/refusal.ts'
import { type Patch, records } from '../../core/records.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { useRefresh } from '../data/queries.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { failureText } from '../frame/failure.tsx'
import { useOverlay } from '../frame/overlays.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import type { Selection } from './selection.ts'

const BulkDialog = lazy(async () => ({ default: (await import('./bulk-dialog.tsx')).BulkDialog }))
const MOST = 5000
const UNDO_MOST = 200

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
  const owner = fieldOf(object, 'owner')
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
          onClick={() => show((close) => <BulkDialog object={object} count={n} onClose={close} onApply={bulk.update} />)}
        >
          {t('bulk_edit')}
        </Button>
      )}
      {object.can.update && owner !== undefined && !owner.read_only && (
        <Button
          size="small"
          onClick={() => show((close) => <BulkDialog object={object} count={n} field={owner} onClose={close} onApply={bulk.update} />)}
        >
          {t('bulk_owner')}
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
  const update = async (patch: Patch) => {
    const wire = wirePatch(object, patch)
    const before = new Map(await valuesBefore(api, object, { rows: selection.rows, names: Object.keys(wire) }))
    await run(
      selection.rows.map((each): BatchOperation => ({ op: 'update', id: each.id, data: wire })),
      { done: 'bulk_done', undo: (ids) => ids.map((id) => ({ op: 'update', id, data: wirePatch(object, before.get(id) ?? {}) })) },
    )
  }
  const remove = () =>
    run(
      selection.rows.map((each): BatchOperation => ({ op: 'delete', id: each.id })),
      { done: 'bulk_deleted', undo: (ids) => ids.map((id) => ({ op: 'restore', id })) },
    )
  return { update, remove }
}

type Outcome = { readonly done: 'bulk_done' | 'bulk_deleted'; readonly undo: (ids: readonly string[]) => readonly BatchOperation[] }

function useBatch(object: ObjectMeta, clear: () => void) {
  const { api } = useRecordUi()
  const t = usePhrases(listPhrases)
  const refresh = useRefresh()
  const undoable = (done: readonly string[], how: Outcome) =>
    done.length > 0 && done.length <= UNDO_MOST
      ? { undo: () => records.batch(api, object, how.undo(done)).then(() => refresh(object)) }
      : {}
  return async (operations: readonly BatchOperation[], how: Outcome) => {
    try {
      const results = await records.batch(api, object, operations)
      const done = operations.flatMap((each, index) => (results[index]?.ok === true && 'id' in each ? [each.id] : []))
      const failed = results.find((each) => !each.ok)
      refresh(object)
      clear()
      if (failed === undefined) return toast({ text: t(how.done, { n: done.length }), ...undoable(done, how) })
      const why = failed.problem.errors?.[0]?.message ?? failed.problem.title
      toast({
        text: t('bulk_partly', { n: done.length, failed: results.length - done.length, why }),
        tone: 'error',
        ...undoable(done, how),
      })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
}

// Rows of the list may lack the field that changes; undo needs what was there.
async function valuesBefore(
  api: Api,
  object: ObjectMeta,
  { rows, names }: { readonly rows: readonly WireRecord[]; readonly names: readonly string[] },
): Promise<readonly [string, Patch][]> {
  const isKnown = rows.length > UNDO_MOST || rows.every((each) => names.every((name) => name in each))
  const ask = { filter: { field: 'id', op: 'in' as const, value: rows.map((each) => each.id) }, fields: names, limit: UNDO_MOST }
  const full = isKnown
    ? rows
    : await records
        .page(api, object, ask)
        .then((page) => page.data)
        .catch(() => [])
  return full.map((each) => [each.id, Object.fromEntries(names.map((name): [string, Json] => [name, each[name] ?? null]))])
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
