import type { ClientMeta, SessionInfo } from '@perigon/contracts'
import { Failure, problemIn, RecordUiProvider, trusted, useSessionExpired, useSessionInfo, useTitle } from '@perigon/record-ui'
import { EmptyState, Skeleton, textOf, useLocale, usePhrases } from '@perigon/ui'
import { useQuery } from '@tanstack/react-query'
import { endPushOfOthers, MustSetUp } from '@perigon/organization/web'
import { Button, Modal } from 'antd'
import { Suspense, useEffect } from 'react'
import { api, sessionStore } from '../connection.ts'
import { modules } from '../modules.ts'
import { gettingInPhrases } from '../phrases/getting-in-phrases.ts'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { Shell } from '../shell/shell.tsx'
import { signOut } from '../sign-out.ts'
import { SignInForm } from './sign-in-form.tsx'
import { Welcome } from './welcome.tsx'

const NO_OBJECTS: ClientMeta = { version: 0, objects: [] }
const ME = ['employee', 'user'] as const
const TREES = ['department'] as const

/** Lets signed-in people through to the shell; asks the others to sign in, at the address they wanted. */
export function SessionGate() {
  const session = useSessionInfo(sessionStore)
  const isExpired = useSessionExpired(sessionStore)
  const first = useQuery({
    queryKey: ['session'],
    queryFn: whoIsThere,
    retry: 1,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: session === null,
  })
  if (session !== null) {
    return (
      <>
        {session.must === null ? <Inside key={session.user.id} session={session} /> : <BoundFirst session={session} />}
        {isExpired && <SignInAgain login={session.user.login} />}
      </>
    )
  }
  if (first.isPending) return <Skeleton shape="record" rows={4} />
  if (first.error !== null) return <Failure error={first.error} onRetry={() => void first.refetch()} />
  return first.data === 'setup' ? <SetupNeeded /> : <SignIn />
}

async function whoIsThere(): Promise<'in' | 'out' | 'setup'> {
  try {
    sessionStore.set(await api.call<SessionInfo>('GET', '/api/v1/session'))
    return 'in'
  } catch (error) {
    if (problemIn(error)?.status !== 401) throw error
  }
  const { needed } = await api.call<{ readonly needed: boolean }>('GET', '/api/v1/setup')
  return needed ? 'setup' : 'out'
}

/** Nothing of the system is shown before the second factor is there: the screens stand on no objects. */
function BoundFirst({ session }: { readonly session: SessionInfo }) {
  const t = usePhrases(gettingInPhrases)
  useTitle(t('must_title'))
  return (
    <RecordUiProvider api={api} session={session} meta={NO_OBJECTS} modules={[]} people={{ me: ME, trees: TREES, currencies: [] }}>
      <Welcome title={t('must_title')} hint={t('must_hint')}>
        <Suspense fallback={<Skeleton shape="lines" rows={3} />}>
          <MustSetUp onDone={() => void whoIsThere()} />
        </Suspense>
        <Button type="text" onClick={() => void signOut()}>
          {t('must_leave')}
        </Button>
      </Welcome>
    </RecordUiProvider>
  )
}

function Inside({ session }: { readonly session: SessionInfo }) {
  const locale = useLocale()
  const meta = useQuery({
    queryKey: ['meta', session.user.id],
    queryFn: () => api.call<ClientMeta>('GET', '/api/v1/meta'),
    staleTime: 30_000,
  })
  const currencies = useQuery({
    queryKey: ['currencies'],
    queryFn: readCurrencies,
    staleTime: 300_000,
    enabled: meta.data?.objects.some((each) => each.key === 'currency') === true,
  })
  useEffect(() => void endPushOfOthers(api).catch(() => undefined), [])
  useEffect(() => {
    if (locale === session.user.locale) return
    void api
      .call<SessionInfo>('PATCH', '/api/v1/session', { body: { locale } })
      .then((info) => sessionStore.set(info))
      .catch(() => undefined)
  }, [locale, session.user.locale])
  if (meta.data === undefined)
    return meta.error === null ? <Skeleton shape="record" rows={4} /> : <Failure error={meta.error} onRetry={() => void meta.refetch()} />
  return (
    <RecordUiProvider
      api={api}
      session={session}
      meta={meta.data}
      modules={modules}
      people={{ me: ME, trees: TREES, currencies: currencies.data ?? [session.company.base_currency] }}
    >
      <Shell />
    </RecordUiProvider>
  )
}

async function readCurrencies(): Promise<readonly string[]> {
  const page = await api.call<unknown>('GET', '/api/v1/currencies?fields=code&limit=50')
  return trusted<{ readonly data: readonly { readonly code: string }[] }>(page).data.map((each) => textOf(each.code))
}

function SignIn() {
  const t = usePhrases(shellPhrases)
  useTitle(t('sign_in'))
  return (
    <Welcome title={t('sign_in_title')} hint={t('tagline')}>
      <SignInForm />
    </Welcome>
  )
}

function SignInAgain({ login }: { readonly login: string }) {
  const t = usePhrases(shellPhrases)
  return (
    <Modal
      open
      title={t('sign_in_again')}
      footer={null}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={400}
      zIndex={1900}
    >
      <p className="pg-muted">{t('sign_in_again_hint')}</p>
      <SignInForm login={login} />
    </Modal>
  )
}

function SetupNeeded() {
  const t = usePhrases(shellPhrases)
  return (
    <Welcome title={t('setup_needed')}>
      <EmptyState kind="first" title={t('setup_needed_hint')} />
    </Welcome>
  )
}
