import { PlusOutlined, SearchOutlined } from '@ant-design/icons'
import { useActions, useRecordUi } from '@perigon/record-ui'
import { useLabel, usePhrases } from '@perigon/ui'
import { Button, Dropdown } from 'antd'
import { Suspense } from 'react'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { Logo } from '../brand/logo.tsx'
import { UserMenu } from './user-menu.tsx'

/** Search, quick create, notifications, account: in the same place on every page. */
export function TopBar({
  isPhone,
  onSearch,
  onShortcuts,
}: {
  readonly isPhone: boolean
  readonly onSearch: () => void
  readonly onShortcuts: () => void
}) {
  const t = usePhrases(shellPhrases)
  return (
    <header className="pg-top">
      {isPhone && <Logo size={26} isAlone />}
      <button type="button" className="pg-top__search" onClick={onSearch} aria-haspopup="dialog">
        <SearchOutlined aria-hidden />
        <span>{t('search_hint')}</span>
        {!isPhone && <kbd aria-hidden>/</kbd>}
      </button>
      <span className="pg-grow" />
      {!isPhone && <CreateButton />}
      <TopItems />
      {!isPhone && <UserMenu onShortcuts={onShortcuts} />}
    </header>
  )
}

function CreateButton() {
  const t = usePhrases(shellPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const actions = useActions()
  const objects = meta.objects.filter((each) => each.can.create && each.navigable)
  const create = (key: string) => {
    const object = meta.object(key)
    if (object !== undefined) actions.create(object)
  }
  if (objects.length === 0) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items: objects.map((each) => ({ key: each.key, label: label(each.label.one) })), onClick: ({ key }) => create(key) }}
    >
      <Button type="primary" shape="circle" icon={<PlusOutlined aria-hidden />} aria-label={t('quick_create')} title={t('quick_create')} />
    </Dropdown>
  )
}

function TopItems() {
  const { meta, modules } = useRecordUi()
  const items = modules.flatMap((module) => module.top ?? []).filter((each) => meta.object(each.needs) !== undefined)
  return items.map(({ key, Item }) => (
    <Suspense key={key}>
      <Item />
    </Suspense>
  ))
}
