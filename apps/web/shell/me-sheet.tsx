import { GoLink, useRecordUi } from '@perigon/record-ui'
import { Avatar, type ThemeChoice, setAppearance, setLocale, useAppearance, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Drawer, Segmented } from 'antd'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { signOut } from '../sign-out.ts'
import { navigationGroups } from '../navigation/navigation-entries.ts'

/** “Me” on the phone: the rest of the navigation, language, appearance, signing out. */
export function MeSheet({ onClose }: { readonly onClose: () => void }) {
  const t = usePhrases(shellPhrases)
  const label = useLabel()
  const locale = useLocale()
  const ui = useRecordUi()
  const { theme } = useAppearance()
  const themes: readonly { readonly value: ThemeChoice; readonly label: string }[] = [
    { value: 'system', label: t('theme_system') },
    { value: 'light', label: t('theme_light') },
    { value: 'dark', label: t('theme_dark') },
  ]
  return (
    <Drawer
      open
      placement="bottom"
      size="85%"
      title={ui.session.user.name}
      extra={<Avatar name={ui.session.user.name} />}
      onClose={onClose}
    >
      <div className="pg-stack">
        {navigationGroups(ui).map((group) => (
          <section key={group.key}>
            <h3 className="pg-section__title">{label(group.label)}</h3>
            <ul className="pg-sheet">
              {group.entries.map(({ href, label: name, Icon }) => (
                <li key={href}>
                  <GoLink href={href} onClick={onClose}>
                    <Icon aria-hidden /> {label(name)}
                  </GoLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <Segmented
          block
          aria-label={t('language')}
          value={locale}
          options={[
            { value: 'zh-CN', label: '简体中文' },
            { value: 'en-US', label: 'English' },
          ]}
          onChange={(next) => setLocale(next === 'en-US' ? 'en-US' : 'zh-CN')}
        />
        <Segmented block aria-label={t('theme')} value={theme} options={[...themes]} onChange={(next) => setAppearance({ theme: next })} />
        <Button block danger onClick={() => void signOut()}>
          {t('sign_out')}
        </Button>
      </div>
    </Drawer>
  )
}
