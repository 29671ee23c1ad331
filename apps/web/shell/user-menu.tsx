import { useGo, useRecordUi } from '@perigon/record-ui'
import { Avatar, setAppearance, setLocale, useAppearance, useLocale, usePhrases } from '@perigon/ui'
import { Dropdown, type MenuProps } from 'antd'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { signOut } from '../sign-out.ts'

const THEMES = ['system', 'light', 'dark'] as const
const DENSITIES = ['compact', 'middle', 'loose'] as const

/** Language, appearance, help, signing out. */
export function UserMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const t = usePhrases(shellPhrases)
  const go = useGo()
  const { session } = useRecordUi()
  const locale = useLocale()
  const { theme, density } = useAppearance()
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: `${session.user.name} · ${session.company.name}` },
    {
      key: 'language',
      label: t('language'),
      children: [
        { key: 'zh-CN', label: '简体中文' },
        { key: 'en-US', label: 'English' },
      ],
    },
    { key: 'theme', label: t('theme'), children: THEMES.map((each) => ({ key: `theme:${each}`, label: t(`theme_${each}`) })) },
    { key: 'density', label: t('density'), children: DENSITIES.map((each) => ({ key: `density:${each}`, label: t(`density_${each}`) })) },
    { type: 'divider' },
    { key: 'shortcuts', label: t('shortcuts'), extra: '?' },
    { key: 'account', label: t('my_account') },
    { key: 'docs', label: <a href="/api/docs">{t('api_docs')}</a> },
    { type: 'divider' },
    { key: 'out', label: t('sign_out') },
  ]
  const run = (key: string) => {
    const chosenTheme = THEMES.find((each) => key === `theme:${each}`)
    const chosenDensity = DENSITIES.find((each) => key === `density:${each}`)
    if (chosenTheme !== undefined) setAppearance({ theme: chosenTheme })
    else if (chosenDensity !== undefined) setAppearance({ density: chosenDensity })
    else if (key === 'zh-CN' || key === 'en-US') setLocale(key)
    else if (key === 'shortcuts') onShortcuts()
    else if (key === 'account') go('/account')
    else if (key === 'out') void signOut()
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, selectedKeys: [locale, `theme:${theme}`, `density:${density}`], onClick: ({ key }) => run(key) }}
    >
      <button type="button" className="pg-top__user">
        <span className="pg-sr">{`${t('account')}: ${session.user.name}`}</span>
        <Avatar name={session.user.name} size={30} />
      </button>
    </Dropdown>
  )
}
