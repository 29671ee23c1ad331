import { formatNumber, general, useLocale, usePhrases, useShortcuts } from '@perigon/ui'
import { Alert, Button, Modal, Progress } from 'antd'
import { useCallback, useEffect } from 'react'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { usePages } from '../data/queries.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { failureText } from '../frame/failure.tsx'
import { useOverlay } from '../frame/overlays.tsx'
import { download, exportHref } from './export-href.ts'
import { useTotal } from './use-grid-items.ts'

/** So many rows are loaded for paper; more of them are a matter for a file. */
const MOST = 1000

/** Prints what the list shows; where rows come page after page, the missing ones are loaded before. */
export function usePrintList(model: ListModel): () => void {
  const show = useOverlay()
  const { layout, group } = model.config
  const isPaged = layout === 'gallery' || (layout === 'list' && group === null)
  return useCallback(() => (isPaged ? show((close) => <PrintDialog model={model} onClose={close} />) : print()), [isPaged, model, show])
}

/** The browser's own key for printing, while rows are missing. */
export function usePrintKey(model: ListModel, isCut: boolean): void {
  useShortcuts({ 'mod+p': usePrintList(model) }, isCut)
}

function PrintDialog({ model, onClose }: { readonly model: ListModel; readonly onClose: () => void }) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const { pages, loaded, total, isTooMany, isWhole } = useLoading(model)
  const printNow = useCallback(() => {
    onClose()
    // The list is drawn with its new rows, and the dialog is gone, two frames later.
    requestAnimationFrame(() => requestAnimationFrame(() => print()))
  }, [onClose])
  // Pressed again, the key means what is under way.
  useShortcuts({ 'mod+p': () => undefined })
  useEffect(() => {
    if (isWhole) printNow()
  }, [isWhole, printNow])
  const number = (value: number): string => formatNumber(value, locale)
  const { can } = model.object
  const all = total === null ? '…' : number(total.count) + (total.isCapped ? '+' : '')
  return (
    <Modal
      open={!isWhole}
      title={isTooMany || total === null ? t('print') : t('print_all', { n: all })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{words('cancel')}</Button>
          {loaded > 0 && <Button onClick={printNow}>{t('print_loaded', { n: number(loaded) })}</Button>}
          {isTooMany && can.export && (
            <Button
              type="primary"
              onClick={() => {
                download(exportHref(model, { format: 'xlsx' }))
                onClose()
              }}
            >
              {t('export_xlsx')}
            </Button>
          )}
          {pages.isError && (
            <Button type="primary" onClick={() => void pages.refetch()}>
              {words('retry')}
            </Button>
          )}
        </>
      }
    >
      {pages.isError ? (
        <Alert type="error" showIcon role="alert" title={failureText(pages.error)} />
      ) : isTooMany ? (
        <p>{t(can.export ? 'print_too_many' : 'print_too_many_only', { n: all, most: number(MOST) })}</p>
      ) : (
        <Loading loaded={loaded} total={total?.count ?? null} all={all} />
      )}
    </Modal>
  )
}

function Loading({ loaded, total, all }: { readonly loaded: number; readonly total: number | null; readonly all: string }) {
  const t = usePhrases(listPhrases)
  const locale = useLocale()
  const text = t('print_loading', { n: formatNumber(loaded, locale), all })
  const percent = total === null || total === 0 ? 0 : Math.min(100, Math.floor((loaded / total) * 100))
  return (
    <div className="pg-stack" aria-live="polite">
      <Progress percent={percent} status="active" aria-label={text} />
      <p className="pg-number">{total === null ? t('counting') : text}</p>
    </div>
  )
}

// The pages are those of the list itself: what is loaded here is there as well.
function useLoading(model: ListModel) {
  const pages = usePages(model.object, model.query)
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = pages
  const loaded = (data?.pages ?? []).reduce((sum, page) => sum + page.data.length, 0)
  const counted = useTotal(model, { loaded, isWhole: !hasNextPage, isOn: data !== undefined })
  const total = counted.total === null ? null : { count: counted.total, isCapped: counted.isCapped }
  const isTooMany = total !== null && (total.isCapped || total.count > MOST)
  const isWanted = total !== null && !isTooMany && hasNextPage && !isFetching && !isError
  useEffect(() => {
    if (isWanted) void fetchNextPage()
  }, [fetchNextPage, isWanted])
  return { pages, loaded, total, isTooMany, isWhole: data !== undefined && !hasNextPage && !isFetching }
}
