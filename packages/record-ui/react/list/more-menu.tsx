import { MoreOutlined } from '@ant-design/icons'
import { general, setAppearance, useAppearance, useLabel, usePhrases } from '@perigon/ui'
import { Button, Dropdown, type MenuProps } from 'antd'
import { lazy, Suspense } from 'react'
import type { ListToolProps } from '../../core/web-module.ts'
import { bulkPhrases } from '../../phrases/bulk-phrases.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { useOverlay } from '../frame/overlays.tsx'
import { useGo, useRecordUi } from '../frame/record-ui-context.tsx'
import { everythingOf } from './bulk-bar.tsx'
import { download, exportHref } from './export-href.ts'
import { usePrintList } from './print-dialog.tsx'

const BulkDrawer = lazy(async () => ({ default: (await import('../bulk/bulk-drawer.tsx')).BulkDrawer }))
const FormatsDrawer = lazy(async () => ({ default: (await import('./formats-drawer.tsx')).FormatsDrawer }))

/** What the list shows, for a dialog that takes all of it. */
function shownBy({ filter, address, config }: ListModel): ListToolProps['query'] {
  return {
    ...(filter === null ? {} : { filter }),
    ...(address.q === '' ? {} : { q: address.q }),
    sort: config.sort,
    fields: config.columns,
  }
}

/** What can be done with everything a list shows: files in and out, the trash, changes of all, and how close the rows stand. */
export function MoreMenu({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const go = useGo()
  const bulk = usePhrases(bulkPhrases)
  const show = useOverlay()
  const { density } = useAppearance()
  const { object, config } = model
  const tools = useRecordUi().modules.flatMap((module) => (module.lists ?? []).filter((tool) => tool.suits(object)))
  const label = useLabel()
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
    ...tools.map((tool) => ({ key: `tool:${tool.key}`, label: label(tool.label) })),
    { key: 'print', label: t('print') },
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
  const printList = usePrintList(model)
  const run = (key: string) => {
    const tool = tools.find((each) => key === `tool:${each.key}`)
    if (tool !== undefined)
      show((close) => (
        <Suspense fallback={null}>
          <tool.Dialog object={object} query={shownBy(model)} onClose={close} />
        </Suspense>
      ))
    else if (key === 'import') go(`/import/${object.key}`)
    else if (key === 'print') printList()
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
