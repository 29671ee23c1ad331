import { CheckSquareOutlined, HomeOutlined, PlusOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons'
import { GoLink, type IconType, useRecordUi } from '@perigon/record-ui'
import { useLabel, usePhrases } from '@perigon/ui'
import { lazy, Suspense, useState } from 'react'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { isCurrent } from '../navigation/navigation-entries.ts'

const CreateSheet = lazy(async () => ({ default: (await import('./create-sheet.tsx')).CreateSheet }))
const MeSheet = lazy(async () => ({ default: (await import('./me-sheet.tsx')).MeSheet }))

/** Bottom bar of the phone: home, the two most used lists, a new record, me. */
export function PhoneBar({ path }: { readonly path: string }) {
  const t = usePhrases(shellPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const [sheet, setSheet] = useState<'create' | 'me' | null>(null)
  const customers = meta.object('customer')
  const tasks = meta.object('task')
  return (
    <nav className="pg-phone-bar" aria-label={t('navigation')}>
      <BarLink href="/" text={t('home')} Icon={HomeOutlined} path={path} />
      {customers !== undefined && (
        <BarLink href={`/${customers.path}`} text={label(customers.label.many)} Icon={TeamOutlined} path={path} />
      )}
      <button type="button" className="pg-phone-bar__add" aria-label={t('quick_create')} onClick={() => setSheet('create')}>
        <PlusOutlined aria-hidden />
      </button>
      {tasks !== undefined && (
        <BarLink href={`/${tasks.path}?view=mine`} text={label(tasks.label.many)} Icon={CheckSquareOutlined} path={path} />
      )}
      <button type="button" onClick={() => setSheet('me')}>
        <UserOutlined aria-hidden />
        <span>{t('mine')}</span>
      </button>
      <Suspense>
        {sheet === 'create' && <CreateSheet onClose={() => setSheet(null)} />}
        {sheet === 'me' && <MeSheet onClose={() => setSheet(null)} />}
      </Suspense>
    </nav>
  )
}

function BarLink({
  href,
  text,
  Icon,
  path,
}: {
  readonly href: string
  readonly text: string
  readonly Icon: IconType
  readonly path: string
}) {
  const [plain = ''] = href.split('?')
  return (
    <GoLink href={href} aria-current={isCurrent(path, plain) ? 'page' : undefined}>
      <Icon aria-hidden />
      <span>{text}</span>
    </GoLink>
  )
}
