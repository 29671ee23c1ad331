import {
  AppstoreOutlined,
  CalendarOutlined,
  ColumnWidthOutlined,
  FilterOutlined,
  PlusOutlined,
  ProjectOutlined,
  TableOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import { general, SearchBox, useLabel, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { Button, Popover } from 'antd'
import { lazy, Suspense } from 'react'
import { LAYOUTS, partsOf } from '../../core/list-state.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { sheetPhrases } from '../../phrases/sheet-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import type { ListModel } from '../data/use-list-model.ts'
import type { Sheet } from '../sheet/use-sheet.ts'
import { GroupFolds, GroupMenu } from './group-menu.tsx'
import { MoreMenu } from './more-menu.tsx'
import { useFilterDrawer } from './filter-bar.tsx'
import type { OpenGroups } from './use-groups.ts'
import { useOneLine } from './use-one-line.ts'

const ColumnsPanel = lazy(async () => ({ default: (await import('./columns-panel.tsx')).ColumnsPanel }))

/** Search, filter, columns, layout, and the actions of a list. */
export function ListToolbar({ model, sheet, open }: { readonly model: ListModel; readonly sheet: Sheet; readonly open: OpenGroups }) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const isPhone = usePhone()
  const actions = useActions()
  const openFilter = useFilterDrawer(model)
  const { object, config } = model
  const filters = partsOf(config.filter).length
  const bar = useOneLine([useLocale(), isPhone, object.key, config.layout, config.group, filters].join())
  return (
    <div className="pg-toolbar" ref={bar}>
      <QuickSearch model={model} />
      <Button icon={<FilterOutlined aria-hidden />} title={t('filter')} onClick={openFilter}>
        <span data-tight={isPhone ? 0 : 2}>{t('filter')}</span>
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
          <Button icon={<ColumnWidthOutlined aria-hidden />} title={t('columns')}>
            <span data-tight={1}>{t('columns')}</span>
          </Button>
        </Popover>
      )}
      {!isPhone && config.layout === 'list' && <GroupMenu model={model} />}
      {!isPhone && config.layout === 'list' && config.group !== null && <GroupFolds model={model} open={open} />}
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
          title={words('create_one', { name: label(object.label.one) })}
        >
          {isPhone ? '' : <span data-tight={3}>{words('create_one', { name: label(object.label.one) })}</span>}
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
      <span data-tight={1}>{t('mode')}</span>
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
