import { MinusSquareOutlined, PlusSquareOutlined, UnorderedListOutlined } from '@ant-design/icons'
import { formatNumber, toast, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Dropdown, Input, type MenuProps } from 'antd'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { listPhrases } from '../../phrases/record-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import { type OpenGroups, useGroups } from './use-groups.ts'

/** By which field a list is grouped; the fields are many, so they can be looked for. */
export function GroupMenu({ model }: { readonly model: ListModel }) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const [isOpen, setOpen] = useState(false)
  const [q, setQ] = useState('')
  const fields = model.object.fields.filter((each) => each.groupable)
  const current = fields.find((each) => each.key === model.config.group)
  if (fields.length === 0) return null
  const found = fields.filter((each) => label(each.label).toLowerCase().includes(q.trim().toLowerCase()))
  const items: MenuProps['items'] = [
    ...(q === '' ? [{ key: '', label: t('no_group') }, { type: 'divider' as const }] : []),
    ...found.map((each) => ({ key: each.key, label: label(each.label) })),
  ]
  const show = (next: boolean) => {
    setOpen(next)
    if (next) setQ('')
  }
  const pick = (key: string) => {
    show(false)
    model.change({ group: key === '' ? null : key })
  }
  return (
    <Dropdown
      trigger={['click']}
      open={isOpen}
      onOpenChange={show}
      destroyOnHidden
      menu={{ items, selectedKeys: [model.config.group ?? ''], className: 'pg-tall-menu', onClick: ({ key }) => pick(key) }}
      popupRender={withFind(
        <FindField q={q} onChange={setQ} onEnter={() => (found[0] === undefined || q === '' ? undefined : pick(found[0].key))} />,
        found.length === 0 ? <p className="pg-find-menu__none">{t('no_field')}</p> : null,
      )}
    >
      <Button icon={<UnorderedListOutlined aria-hidden />} title={t('group_by')}>
        <span data-tight={2}>{t('group_by')}</span>
        {current !== undefined && <span className="pg-count pg-count--wide">{label(current.label)}</span>}
      </Button>
    </Dropdown>
  )
}

/** A menu below the field that looks for its entries; what is said instead when there are none. */
function withFind(find: ReactNode, none: ReactNode): (menu: ReactNode) => ReactNode {
  return (menu) => (
    <div className="pg-find-menu">
      {find}
      {none ?? menu}
    </div>
  )
}

/** Enter takes the first that is found; the arrow down goes on into the menu. */
function FindField(props: { readonly q: string; readonly onChange: (q: string) => void; readonly onEnter: () => void }) {
  const t = usePhrases(listPhrases)
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') props.onEnter()
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    event.currentTarget.closest('.pg-find-menu')?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }
  return (
    <Input
      autoFocus
      size="small"
      aria-label={t('find_field')}
      placeholder={t('find_field')}
      value={props.q}
      onChange={(event) => props.onChange(event.target.value)}
      onKeyDown={onKeyDown}
    />
  )
}

/** So many groups are opened at once: each asks for its rows. */
const AT_ONCE = 50

/** Opens and closes all groups of a list. */
export function GroupFolds({ model, open }: { readonly model: ListModel; readonly open: OpenGroups }) {
  const t = usePhrases(listPhrases)
  const locale = useLocale()
  const { groups } = useGroups(model)
  const first = groups.slice(0, AT_ONCE).map((each) => each.key)
  const openAll = () => {
    open.set(first)
    if (groups.length > first.length)
      toast({ text: t('groups_opened', { n: formatNumber(first.length, locale), all: formatNumber(groups.length, locale) }), tone: 'info' })
  }
  return (
    <span className="pg-folds" role="group" aria-label={t('groups')}>
      <Button icon={<PlusSquareOutlined aria-hidden />} aria-label={t('open_groups')} title={t('open_groups')} onClick={openAll} />
      <Button
        icon={<MinusSquareOutlined aria-hidden />}
        aria-label={t('close_groups')}
        title={t('close_groups')}
        onClick={() => open.set([])}
      />
    </span>
  )
}
