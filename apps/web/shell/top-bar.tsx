import { BellOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons'
import { useActions, usePage, useRecordUi } from '@perigon/record-ui'
import { useLabel, usePhrases } from '@perigon/ui'
import { Button, Dropdown, Popover } from 'antd'
import { lazy, Suspense } from 'react'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { Logo } from '../brand/logo.tsx'
import { UserMenu } from './user-menu.tsx'

const Notifications = lazy(async () => ({ default: (await import('./notifications.tsx')).Notifications }))

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
      <Bell />
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

function Bell() {
  const t = usePhrases(shellPhrases)
  const { meta } = useRecordUi()
  const object = meta.object('notification')
  const unread = usePage(object, { filter: { field: 'read_at', op: 'empty' }, limit: 1, fields: ['title'], count: 'capped' })
  const n = unread.data?.count ?? 0
  if (object === undefined) return null
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      content={
        <Suspense>
          <Notifications object={object} />
        </Suspense>
      }
    >
      <button type="button" className="pg-top__icon" aria-label={n > 0 ? t('notifications_n', { n }) : t('notifications')}>
        <BellOutlined aria-hidden />
        {n > 0 && <span className="pg-badge">{n > 99 ? '99+' : n}</span>}
      </button>
    </Popover>
  )
}
