import { useRecordUi, useGo, useActions } from '@perigon/record-ui'
import { formatMoment, Skeleton, useFieldContext, useLocale, usePhone, usePhrases, useShortcuts } from '@perigon/ui'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { goKeys, newKeys } from '../navigation/letter-keys.ts'
import { PhoneBar } from './phone-bar.tsx'
import { SideNavigation } from './side-navigation.tsx'
import { TopBar } from './top-bar.tsx'

const Palette = lazy(async () => ({ default: (await import('../palette/palette.tsx')).Palette }))
const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list.tsx')).ShortcutList }))

/** The frame around every page: navigation, top bar, palette; a bottom bar on phones. */
export function Shell() {
  const t = usePhrases(shellPhrases)
  const isPhone = usePhone()
  const [dialog, setDialog] = useState<'palette' | 'shortcuts' | null>(null)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useShellShortcuts(setDialog)
  return (
    <div className={isPhone ? 'pg-shell pg-shell--phone' : 'pg-shell'}>
      <a className="pg-skip" href="#main">
        {t('skip')}
      </a>
      {!isPhone && <SideNavigation path={path} />}
      <div className="pg-shell__right">
        <TopBar isPhone={isPhone} onSearch={() => setDialog('palette')} onShortcuts={() => setDialog('shortcuts')} />
        <main id="main" className="pg-main" tabIndex={-1}>
          <PrintHead />
          <Suspense fallback={<Skeleton shape="list" />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {isPhone && <PhoneBar path={path} />}
      <Suspense>
        {dialog === 'palette' && <Palette onClose={() => setDialog(null)} onShortcuts={() => setDialog('shortcuts')} />}
        {dialog === 'shortcuts' && <ShortcutList onClose={() => setDialog(null)} />}
      </Suspense>
    </div>
  )
}

// On paper only: whose page this is, and of when.
function PrintHead() {
  const { session } = useRecordUi()
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  return (
    <div className="pg-print-head" aria-hidden>
      <b>{session.company.name}</b>
      <span>
        {session.user.name} · {formatMoment(now().toISOString(), locale, timeZone)}
      </span>
    </div>
  )
}

function useShellShortcuts(open: (dialog: 'palette' | 'shortcuts') => void): void {
  const { meta } = useRecordUi()
  const go = useGo()
  const actions = useActions()
  const goes = goKeys(meta).map(([letter, object]) => [`g ${letter}`, () => go(`/${object.path}`)] as const)
  const creates = newKeys(meta).map(([letter, object]) => [`c ${letter}`, () => actions.create(object)] as const)
  useShortcuts({
    '/': () => open('palette'),
    'mod+k': () => open('palette'),
    '?': () => open('shortcuts'),
    'g h': () => go('/'),
    ...Object.fromEntries(goes),
    ...Object.fromEntries(creates),
  })
}
