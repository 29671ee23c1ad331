import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { general, useLabel, usePhrases } from '@perigon/ui'
import { Menu, type MenuProps, Modal } from 'antd'
import { useRef } from 'react'
import { ownerOf, titleOf } from '../../core/meta-index.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { useGo, useRecordUi } from '../frame/record-ui-context.tsx'

/** What can be done with one row: opened by “.” or the right mouse button. */
export function RowActions({
  object,
  record,
  onClose,
}: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly onClose: () => void
}) {
  const t = usePhrases(listPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const go = useGo()
  const actions = useActions()
  const root = useRef<HTMLDivElement>(null)
  const name = titleOf(object, record) || words('untitled')
  const href = `/${object.path}/${record.id}`
  const allowed = useRecordUi().objectWeb(object.key).verbs?.(record)
  const verbs = object.verbs.filter((each) => allowed?.includes(each.key) === true)
  const focus = () => root.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
  const items: MenuProps['items'] = [
    { key: 'open', label: words('open') },
    { key: 'tab', label: t('open_tab') },
    ...verbs.map((verb) => ({ key: `verb:${verb.key}`, label: label(verb.label) })),
    ...(ownerOf(object) === undefined ? [] : [{ key: 'owner', label: t('bulk_owner') }]),
    ...(object.can.delete ? [{ key: 'delete', label: words('delete'), danger: true }] : []),
  ]
  const run = (key: string) => {
    onClose()
    const verb = verbs.find((each) => `verb:${each.key}` === key)
    if (verb !== undefined) actions.runVerb(object, record, { verb })
    else if (key === 'open') go(href)
    else if (key === 'tab') window.open(href, '_blank', 'noopener')
    else if (key === 'owner') actions.assign(object, record)
    else actions.remove(object, record)
  }
  return (
    <Modal open footer={null} width={320} title={name} onCancel={onClose} afterOpenChange={focus} aria-label={t('row_actions', { name })}>
      <div ref={root} className="pg-row-actions">
        <Menu selectable={false} items={items} onClick={({ key }) => run(key)} />
      </div>
    </Modal>
  )
}
