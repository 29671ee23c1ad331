import type { BulkVerb, ObjectMeta } from '@perigon/contracts'
import { formatNumber, toast, useLocale, usePhrases, useShortcuts } from '@perigon/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import { lazy } from 'react'
import { ownerOf } from '../../core/meta-index.ts'
import { bulkPhrases } from '../../phrases/bulk-phrases.ts'
import { joinPhrases } from '../../phrases/join-phrases.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { tagFields } from '../bulk/bulk-draft.tsx'
import type { BulkTarget } from '../bulk/bulk-drawer.tsx'
import type { ListModel } from '../data/use-list-model.ts'
import { failureText } from '../frame/failure.tsx'
import { useOverlay } from '../frame/overlays.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { download, downloadChosen, type ExportFormat, exportHref } from './export-href.ts'
import type { Selection } from './selection.ts'

const BulkDrawer = lazy(async () => ({ default: (await import('../bulk/bulk-drawer.tsx')).BulkDrawer }))
const JoinDialog = lazy(async () => ({ default: (await import('../form/join-dialog.tsx')).JoinDialog }))
const JOIN_MOST = 20

/** What can be done with the chosen rows, or with everything that matches. */
export function BulkBar(props: {
  readonly model: ListModel
  readonly selection: Selection
  readonly total: number | null
  readonly isCapped: boolean
}) {
  const t = usePhrases(listPhrases)
  const bulk = usePhrases(bulkPhrases)
  const locale = useLocale()
  const { model, selection, total } = props
  const n = selection.ids.size
  if (n === 0 && !selection.isEverything) return null
  const all = total === null ? '' : `${formatNumber(total, locale)}${props.isCapped ? '+' : ''}`
  const name = selection.isEverything ? bulk('all_selected', { n: all }) : t('selected', { n: formatNumber(n, locale) })
  return (
    <div className="pg-bulk" role="region" aria-label={name}>
      <b aria-live="polite">{name}</b>
      {!selection.isEverything && total !== null && total > n && (
        <Button type="link" size="small" onClick={selection.setEverything} title={`${t('select_all', { n: all })} (Shift+A)`}>
          {t('select_all', { n: all })}
        </Button>
      )}
      <span className="pg-grow" />
      <BulkButtons model={model} selection={selection} />
      <Button size="small" type="text" onClick={selection.clear}>
        {t('clear_selection')}
      </Button>
    </div>
  )
}

/** What the list shows, as the server understands it. */
export function everythingOf(model: ListModel): BulkTarget {
  return {
    query: {
      ...(model.filter === null ? {} : { filter: model.filter }),
      ...(model.address.q === '' ? {} : { q: model.address.q }),
    },
  }
}

function BulkButtons({ model, selection }: { readonly model: ListModel; readonly selection: Selection }) {
  const t = usePhrases(listPhrases)
  const bulk = usePhrases(bulkPhrases)
  const joinWords = usePhrases(joinPhrases)
  const show = useOverlay()
  const { object } = model
  const n = selection.ids.size
  const owner = ownerOf(object)
  const ask = (verb: BulkVerb) => {
    const target = selection.isEverything ? everythingOf(model) : { ids: [...selection.ids] }
    show((close) => <BulkDrawer object={object} verb={verb} target={target} onStarted={selection.clear} onClose={close} />)
  }
  useShortcuts({ a: () => ask('transfer') }, owner !== undefined)
  const askJoin = () => show((close) => <JoinDialog object={object} ids={[...selection.ids]} onJoined={selection.clear} onClose={close} />)
  const canJoin = !selection.isEverything && object.can.update && object.can.delete && n >= 2 && n <= JOIN_MOST
  return (
    <>
      {object.can.update && (
        <Button size="small" onClick={() => ask('edit')}>
          {t('bulk_edit')}
        </Button>
      )}
      {owner !== undefined && (
        <Button size="small" onClick={() => ask('transfer')} title={`${t('bulk_owner')} (A)`}>
          {t('bulk_owner')}
        </Button>
      )}
      {object.can.update && tagFields(object).length > 0 && (
        <Button size="small" onClick={() => ask('tag')}>
          {bulk('tag')}
        </Button>
      )}
      {object.can.export && <ExportButton model={model} selection={selection} />}
      {canJoin && (
        <Button size="small" onClick={askJoin}>
          {joinWords('bulk')}
        </Button>
      )}
      {object.can.delete && (
        <Button size="small" danger onClick={() => ask('delete')}>
          {t('bulk_delete')}
        </Button>
      )}
    </>
  )
}

function ExportButton({ model, selection }: { readonly model: ListModel; readonly selection: Selection }) {
  const t = usePhrases(listPhrases)
  const bulk = usePhrases(bulkPhrases)
  const { api } = useRecordUi()
  const formats: readonly ExportFormat[] = exportFormats(model.object)
  const words = { csv: t('export_csv'), xlsx: t('export_xlsx'), jsonl: t('export_jsonl'), vcf: t('export_vcf') }
  const fetching = useMutation({
    mutationFn: async (format: ExportFormat) =>
      selection.isEverything ? download(exportHref(model, { format })) : downloadChosen(api, model, { format, ids: [...selection.ids] }),
    onError: (error) => toast({ text: failureText(error), tone: 'error' }),
  })
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: formats.map((format) => ({ key: format, label: words[format] })),
        onClick: ({ key }) => {
          const format = formats.find((each) => each === key)
          if (format !== undefined) fetching.mutate(format)
        },
      }}
    >
      <Button size="small" loading={fetching.isPending}>
        {bulk('export')}
      </Button>
    </Dropdown>
  )
}

function exportFormats(object: ObjectMeta): readonly ExportFormat[] {
  return ['csv', 'xlsx', 'jsonl', ...(object.fields.some((field) => field.card === 'name') ? (['vcf'] as const) : [])]
}
