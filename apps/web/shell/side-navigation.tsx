import { DoubleLeftOutlined, DoubleRightOutlined, HomeOutlined, ImportOutlined } from '@ant-design/icons'
import { GoLink, type IconType, useRecordUi } from '@perigon/record-ui'
import { useLabel, useMedia, usePhrases } from '@perigon/ui'
import { useMemo, useState } from 'react'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { Logo } from '../brand/logo.tsx'
import { isCurrent, navigationGroups } from '../navigation/navigation-entries.ts'

const STORED = 'perigon.navigation'

/** Left navigation by module; remembers whether it is collapsed. */
export function SideNavigation({ path }: { readonly path: string }) {
  const t = usePhrases(shellPhrases)
  const label = useLabel()
  const ui = useRecordUi()
  const isNarrow = useMedia('(max-width: 1000px)')
  const [stored, setStored] = useState(() => localStorage.getItem(STORED))
  const isCollapsed = stored === null ? isNarrow : stored === 'collapsed'
  const groups = useMemo(() => navigationGroups(ui), [ui])
  const toggle = () => {
    const next = isCollapsed ? 'open' : 'collapsed'
    localStorage.setItem(STORED, next)
    setStored(next)
  }
  return (
    <div className={isCollapsed ? 'pg-side pg-side--collapsed' : 'pg-side'}>
      <div className="pg-side__brand">
        <Logo size={24} />
        {!isCollapsed && <b>{t('product')}</b>}
      </div>
      <nav aria-label={t('navigation')}>
        <Entry href="/" text={t('home')} Icon={HomeOutlined} path={path} isCollapsed={isCollapsed} />
        {groups.map((group) => (
          <section key={group.key} aria-label={label(group.label)}>
            {isCollapsed ? <hr /> : <h2>{label(group.label)}</h2>}
            {group.entries.map((entry) => (
              <Entry key={entry.href} href={entry.href} text={label(entry.label)} Icon={entry.Icon} path={path} isCollapsed={isCollapsed} />
            ))}
          </section>
        ))}
        {ui.meta.objects.some((each) => each.can.import) && (
          <section>
            <hr />
            <Entry href="/imports" text={t('imports')} Icon={ImportOutlined} path={path} isCollapsed={isCollapsed} />
          </section>
        )}
      </nav>
      <button
        type="button"
        className="pg-side__toggle"
        aria-label={t(isCollapsed ? 'expand' : 'collapse')}
        aria-expanded={!isCollapsed}
        onClick={toggle}
      >
        {isCollapsed ? <DoubleRightOutlined aria-hidden /> : <DoubleLeftOutlined aria-hidden />}
      </button>
    </div>
  )
}

function Entry(props: {
  readonly href: string
  readonly text: string
  readonly Icon: IconType
  readonly path: string
  readonly isCollapsed: boolean
}) {
  const { Icon } = props
  return (
    <GoLink
      href={props.href}
      className="pg-side__entry"
      aria-current={isCurrent(props.path, props.href) ? 'page' : undefined}
      {...(props.isCollapsed ? { title: props.text, 'aria-label': props.text } : {})}
    >
      <Icon aria-hidden />
      {!props.isCollapsed && <span>{props.text}</span>}
    </GoLink>
  )
}
