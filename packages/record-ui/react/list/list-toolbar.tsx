import {
  AppstoreOutlined,
  CalendarOutlined,
  ColumnWidthOutlined,
  FilterOutlined,
  MoreOutlined,
  PlusOutlined,
  ProjectOutlined,
  TableOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import { general, SearchBox, setAppearance, useAppearance, useLabel, usePhone, usePhrases } from '@perigon/ui'
import { Button, Dropdown, type MenuProps, Popover } from 'antd'
import { lazy, Suspense } from 'react'
import { LAYOUTS, partsOf } from '../../core/list-state.ts'
import { bulkPhrases } from '../../phrases/bulk-phrases.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import type { ListModel } from '../data/use-list-model.ts'
import { useOverlay } from '../frame/overlays.tsx'
import { useGo } from '../frame/record-ui-context.tsx'
import type { Sheet } from '../sheet/use-sheet.ts'
import { everythingOf } from './bulk-bar.tsx'
import { download, exportHref } from './export-href.ts'
import { useFilterDrawer } from './filter-bar.tsx'

const BulkDrawer = lazy(async () => ({ default: (await import('../bulk/bulk-drawer.tsx')).BulkDrawer }))
const FormatsDrawer = lazy(async () => ({ default: (await import('./formats-drawer.tsx')).FormatsDrawer }))
const ColumnsPanel = lazy(async () => ({ default: (await import('./columns-panel.tsx')).ColumnsPanel }))

/** Search, filter, columns, layout, and the actions of a list. */
export function ListToolbar({ model, sheet }: { readonly model: ListModel; readonly sheet: Sheet }) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const isPhone = usePhone()
  const actions = useActions()
  const openFilter = useFilterDrawer(model)
  const { object, config } = model
  const filters = partsOf(config.filter).length
  return (
    <div className="pg-toolbar">
      <QuickSearch model={model} />
      <Button icon={<FilterOutlined aria-hidden />} onClick={openFilter}>
        <span className={isPhone ? 'pg-sr' : undefined}>{t('filter')}</span>
        {filters > 0 && (
          <>
            <span className="pg-count">{filters}</span>
            <span className="pg-sr">{t('filter_n')}</span>
          </>
        )}
      </Button>
      {!isPhone && (config.layout === 'list' || config.layout === 'gallery') && (
        <Popover
          trigger="click"
          placement="bottomLeft"
          destroyOnHidden
          content={
            <Suspense>
              <ColumnsPanel object={object} columns={config.columns} onChange={(columns) => model.change({ columns })} />
            </Suspense>
          }
        >
          <Button icon={<ColumnWidthOutlined aria-hidden />}>{t('columns')}</Button>
        </Popover>
      )}
      {!isPhone && config.layout === 'list' && <GroupButton model={model} />}
      {!isPhone && config.layout === 'list' && object.can.update && <SheetSwitch sheet={sheet} />}
      <span className="pg-grow" />
      <LayoutSwitch model={model} />
      <MoreMenu model={model} />
      {object.can.create && (
        <Button
          type="primary"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => actions.create(object)}
          aria-label={words('create_one', { name: label(object.label.one) })}
        >
          {isPhone ? '' : words('create_one', { name: label(object.label.one) })}
        </Button>
      )}
    </div>
  )
}

function SheetSwitch({ sheet }: { readonly sheet: Sheet }) {
  const t = usePhrases(sheetPhrases)
  const { isOn, setOn } = sheet
  return (
    <Button
      icon={<TableOutlined aria-hidden />}
      className={isOn ? 'pg-sheet-on' : ''}
      aria-pressed={isOn}
      title={t('mode_hint')}
      onClick={() => setOn(!isOn)}
    >
      {t('mode')}
    </Button>
  )
}

function QuickSearch({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  return (
    <SearchBox
      className="pg-toolbar__search"
      label={t('find_in', { name: label(model.object.label.many) })}
      value={model.address.q}
      onSearch={(q) => model.change({ q })}
    />
  )
}

function GroupButton({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const fields = model.object.fields.filter((each) => each.groupable)
  const current = fields.find((each) => each.key === model.config.group)
  if (fields.length === 0) return null
  const items: MenuProps['items'] = [
    { key: '', label: t('no_group') },
    { type: 'divider' },
    ...fields.map((each) => ({ key: each.key, label: label(each.label) })),
  ]
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectedKeys: [model.config.group ?? ''],
        className: 'pg-tall-menu',
        onClick: ({ key }) => model.change({ group: key === '' ? null : key }),
      }}
    >
      <Button icon={<UnorderedListOutlined aria-hidden />}>
        {t('group_by')}
        {current !== undefined && <span className="pg-count pg-count--wide">{label(current.label)}</span>}
      </Button>
    </Dropdown>
  )
}

const KINDS = {
  list: { icon: UnorderedListOutlined, name: 'as_list' },
  board: { icon: ProjectOutlined, name: 'as_board' },
  calendar: { icon: CalendarOutlined, name: 'as_calendar' },
  gallery: { icon: AppstoreOutlined, name: 'as_gallery' },
} as const

function LayoutSwitch({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const { object, config } = model
  return (
    <div className="pg-switch" role="group" aria-label={t('kind')}>
      {LAYOUTS.filter((each) => each !== 'board' || object.board !== undefined).map((each) => {
        const { icon: Icon, name } = KINDS[each]
        return (
          <button
            key={each}
            type="button"
            aria-pressed={config.layout === each}
            aria-label={t(name)}
            title={t(name)}
            onClick={() => model.change({ layout: each })}
          >
            <Icon aria-hidden />
          </button>
        )
      })}
    </div>
  )
}

function MoreMenu({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const go = useGo()
  const bulk = usePhrases(bulkPhrases)
  const show = useOverlay()
  const { density } = useAppearance()
  const { object, config } = model
  const items: MenuProps['items'] = [
    ...(object.can.import ? [{ key: 'import', label: t('import') }] : []),
    ...(object.can.export
      ? [
          { key: 'csv', label: t('export_csv') },
          { key: 'xlsx', label: t('export_xlsx') },
          { key: 'jsonl', label: t('export_jsonl') },
          ...(object.fields.some((field) => field.card === 'name') ? [{ key: 'vcf', label: t('export_vcf') }] : []),
        ]
      : []),
    { key: 'trash', label: t('trash') },
    { key: 'formats', label: t('formats') },
    ...(object.can.update ? [{ key: 'bulk', label: bulk('edit_all') }] : []),
    { key: 'changes', label: bulk('history') },
    { type: 'divider' as const },
    {
      key: 'density',
      label: t('density'),
      children: (['compact', 'middle', 'loose'] as const).map((each) => ({ key: each, label: t(each) })),
    },
  ]
  const run = (key: string) => {
    if (key === 'import') go(`/import/${object.key}`)
    else if (key === 'trash') go(`/${object.path}/trash`)
    else if (key === 'formats') show((close) => <FormatsDrawer model={model} onClose={close} />)
    else if (key === 'changes') go('/bulk-operations')
    else if (key === 'bulk')
      show((close) => <BulkDrawer object={object} verb="edit" target={everythingOf(model)} onStarted={() => undefined} onClose={close} />)
    else if (key === 'csv' || key === 'xlsx' || key === 'jsonl' || key === 'vcf') download(exportHref(model, { format: key }))
    else if (key === 'compact' || key === 'middle' || key === 'loose') setAppearance({ density: key })
  }
  return (
    <Dropdown trigger={['click']} menu={{ items, selectedKeys: config.layout === 'list' ? [density] : [], onClick: ({ key }) => run(key) }}>
      <Button icon={<MoreOutlined aria-hidden />} aria-label={words('more')} />
    </Dropdown>
  )
}
