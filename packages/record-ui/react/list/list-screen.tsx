import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { EmptyState, formatNumber, general, Skeleton, states, useLabel, useLocale, usePhone, usePhrases, useShortcuts } from '@perigon/ui'
import { Button } from 'antd'
import { lazy, Suspense, useCallback, useEffect, useMemo } from 'react'
import type { Widths } from '../../core/list-state.ts'
import { fieldsOnPath, type MetaIndex } from '../../core/meta-index.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { type ListModel, useListModel } from '../data/use-list-model.ts'
import { Failure } from '../frame/failure.tsx'
import { useOverlay } from '../frame/overlays.tsx'
import { useGo, useRecordUi } from '../frame/record-ui-context.tsx'
import { useTitle } from '../frame/use-title.ts'
import { BulkBar } from './bulk-bar.tsx'
import { CardList } from './card-list.tsx'
import { type Column, columnsOf } from './columns.ts'
import { CutNote } from './cut-note.tsx'
import { FilterBar } from './filter-bar.tsx'
import type { HeaderActions } from './grid-header.tsx'
import type { GridItem } from './grid-items.ts'
import { ListToolbar } from './list-toolbar.tsx'
import { usePrintKey } from './print-dialog.tsx'
import { RecordGrid } from './record-grid.tsx'
import { draftsIn, faultsIn } from '../../core/sheet-notes.ts'
import { UnsavedGuard } from '../form/unsaved-guard.tsx'
import { type Sheet, useSheet } from '../sheet/use-sheet.ts'
import { useSelection } from './selection.ts'
import { useWidths } from './use-widths.ts'
import { useGridItems } from './use-grid-items.ts'
import { type OpenGroups, useOpenGroups } from './use-groups.ts'
import { useStableOrder } from './use-stable-order.ts'
import { ViewTabs } from './view-tabs.tsx'

const RowActions = lazy(async () => ({ default: (await import('./row-actions.tsx')).RowActions }))
const Calendar = lazy(async () => ({ default: (await import('../calendar/calendar-screen.tsx')).Calendar }))
const Board = lazy(async () => ({ default: (await import('../board/board-screen.tsx')).Board }))

/** All records of an object: views, filters, and the rows as list, cards, or board. */
export function ListScreen({ object }: { readonly object: ObjectMeta }) {
  // Nothing of one object's list belongs to another's: selection, spreadsheet, what is not saved.
  return <ObjectList key={object.key} object={object} />
}

function ObjectList({ object }: { readonly object: ObjectMeta }) {
  const label = useLabel()
  const model = useListModel(object)
  const sheet = useSheet(object)
  const open = useOpenGroups()
  useSheetSwitch(model, sheet)
  useTitle(label(object.label.many))
  return (
    <div className="pg-list">
      <header className="pg-list__head">
        <h1>{label(object.label.many)}</h1>
        <ViewTabs model={model} />
        <ListToolbar model={model} sheet={sheet} open={open} />
        <FilterBar model={model} />
      </header>
      {!model.isReady ? (
        <Skeleton shape="list" rows={14} />
      ) : model.config.layout === 'board' || model.config.layout === 'calendar' ? (
        <Suspense fallback={<Skeleton shape="board" />}>
          {model.config.layout === 'board' ? <Board model={model} /> : <Calendar model={model} />}
        </Suspense>
      ) : (
        <ListBody model={model} sheet={sheet} open={open} />
      )}
      <UnsavedGuard when={faultsIn(sheet.notes).length > 0} />
    </div>
  )
}

function ListBody({ model, sheet, open }: { readonly model: ListModel; readonly sheet: Sheet; readonly open: OpenGroups }) {
  const { meta } = useRecordUi()
  const isPhone = usePhone()
  const { object, config } = model
  const isCards = isPhone || config.layout === 'gallery'
  const data = useGridItems(config.layout === 'gallery' ? ungrouped(model) : model, open)
  const [widths, header] = useHeader(model)
  const columns = useMemo(
    () => columnsOf(meta, object, { paths: config.columns, widths: { ...config.widths, ...widths } }),
    [config.columns, config.widths, meta, object, widths],
  )
  const filterKey = JSON.stringify([model.filter, model.address.q, object.key])
  const selection = useSelection(filterKey)
  const openMenu = useRowMenu(object)
  const groupBy = useMemo(() => groupColumn(meta, object, config.group), [config.group, meta, object])
  const items = useRows(data.items, sheet, groupBy === null && !isPhone)
  if (data.error !== null && data.items.length === 0) return <Failure error={data.error} onRetry={data.retry} />
  if (data.isPending) return <Skeleton shape={isCards ? 'cards' : 'list'} rows={isCards ? 6 : 14} />
  if (data.items.length === 0) return <Nothing model={model} />
  return (
    <div className="pg-list__body">
      {data.isFetching && <div className="pg-progress" aria-hidden />}
      {data.cut !== null && <CutNote model={model} cut={data.cut} />}
      {isCards ? (
        <CardList
          isGallery={config.layout === 'gallery'}
          object={object}
          columns={columns}
          items={data.items}
          groupBy={groupBy}
          onToggleGroup={data.toggle}
          formats={model.formats}
          hasMore={data.hasMore}
          isBusy={data.isMoreBusy}
          onMore={() => void data.more()}
        />
      ) : (
        <RecordGrid
          object={object}
          columns={columns}
          items={items}
          sheet={sheet}
          total={data.total}
          formats={model.formats}
          groupBy={groupBy}
          onToggleGroup={data.toggle}
          hasMore={data.hasMore}
          isBusy={data.isMoreBusy}
          onMore={data.more}
          selection={selection}
          onMenu={openMenu}
          header={header}
          place={`${object.key}${filterKey}${config.sort.join()}`}
        />
      )}
      <Foot model={model} total={data.total} isCapped={data.isCapped} drawn={data.hasMore ? data.items.length : null} />
      <BulkBar model={model} selection={selection} total={data.total} isCapped={data.isCapped} />
    </div>
  )
}

/** Side by side, cards have no group heads: everything is shown, one after the other. */
function ungrouped(model: ListModel): ListModel {
  return { ...model, config: { ...model.config, group: null } }
}

/** The rows of the list; of a spreadsheet in the order in which it was begun, and what is not a record yet at the end. */
function useRows(items: readonly GridItem[], sheet: Sheet, isFlat: boolean): readonly GridItem[] {
  const ordered = useStableOrder(items, sheet.isOn && isFlat)
  return useMemo(() => withDrafts(ordered, sheet.notes), [ordered, sheet.notes])
}

function withDrafts(items: readonly GridItem[], notes: Sheet['notes']): readonly GridItem[] {
  const drafts = draftsIn(notes)
  return drafts.length === 0 ? items : [...items, ...drafts.map((record): GridItem => ({ kind: 'record', record }))]
}

/** Shift+E makes a spreadsheet of the list; another layout ends it. */
function useSheetSwitch({ object, config }: ListModel, sheet: Sheet): void {
  const isPhone = usePhone()
  const isPossible = object.can.update && config.layout === 'list' && !isPhone
  const { isOn, setOn } = sheet
  useShortcuts({ 'shift+e': () => setOn(!isOn) }, isPossible)
  useEffect(() => {
    if (isOn && !isPossible) setOn(false)
  }, [isOn, isPossible, setOn])
}

/** How many there are; on paper also how many of them it holds, when more were not loaded (`drawn`). */
function Foot({
  model,
  total,
  isCapped,
  drawn,
}: {
  readonly model: ListModel
  readonly total: number | null
  readonly isCapped: boolean
  readonly drawn: number | null
}) {
  const t = usePhrases(listPhrases)
  const locale = useLocale()
  usePrintKey(model, drawn !== null)
  return (
    <footer className="pg-list__foot">
      {drawn !== null && <span className="pg-number pg-list__paper">{t('printed', { n: formatNumber(drawn, locale) })}</span>}
      <span className="pg-number" aria-live="polite">
        {total === null ? t('counting') : t(isCapped ? 'total_capped' : 'total', { n: formatNumber(total, locale) })}
      </span>
    </footer>
  )
}

function useRowMenu(object: ObjectMeta): (record: WireRecord) => void {
  const show = useOverlay()
  return useCallback((record) => show((close) => <RowActions object={object} record={record} onClose={close} />), [object, show])
}

function groupColumn(meta: MetaIndex, object: ObjectMeta, path: string | null): Column | null {
  const fields = path === null ? [] : fieldsOnPath(meta, object, path)
  const field = fields.at(-1)
  return path === null || field === undefined ? null : { path, fields, field, width: 0, isTitle: false, isEditable: false }
}

function useHeader(model: ListModel): readonly [Widths, HeaderActions] {
  const [widths, setWidth] = useWidths(model)
  const { config, change } = model
  const actions: HeaderActions = {
    sort: config.sort,
    onSort: (path, direction) => change({ sort: direction === null ? [] : [direction === 'asc' ? path : `-${path}`] }),
    onHide: (path) => change({ columns: config.columns.filter((each) => each !== path) }),
    onGroup: (path) => change({ group: path }),
    onMove: (path, to) => {
      const rest = config.columns.filter((each) => each !== path)
      change({ columns: [...rest.slice(0, to), path, ...rest.slice(to)] })
    },
    onWidth: setWidth,
  }
  return [widths, actions]
}

function Nothing({ model }: { readonly model: ListModel }) {
  const s = usePhrases(states)
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const go = useGo()
  const actions = useActions()
  const { object } = model
  const name = label(object.label.many)
  const isFiltered = model.config.filter !== null || model.address.q !== ''
  if (isFiltered) {
    return (
      <EmptyState
        kind="result"
        title={s('empty_result', { name })}
        hint={s('empty_result_hint')}
        actions={<Button onClick={() => model.change({ filter: null, q: '' })}>{s('clear_filter')}</Button>}
      />
    )
  }
  const hint = object.can.create ? (object.can.import ? 'empty_first_hint' : 'empty_first_create') : 'empty_first_read'
  return (
    <EmptyState
      kind="first"
      title={s('empty_first', { name })}
      hint={s(hint)}
      actions={
        <>
          {object.can.create && (
            <Button type="primary" onClick={() => actions.create(object)}>
              {words('create_one', { name: label(object.label.one) })}
            </Button>
          )}
          {object.can.import && <Button onClick={() => go(`/import/${object.key}`)}>{t('import')}</Button>}
        </>
      }
    />
  )
}
