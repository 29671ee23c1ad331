import { Failure, useTitle } from '@perigon/record-ui'
import { formatNear, Skeleton, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Button } from 'antd'
import './account.css'
import { deviceOf } from '../../device/web/device-of.ts'
import { PushCard } from '../../push-device/web/push-card.tsx'
import { accountPhrases } from './account-phrases.ts'
import { PasskeyCard } from './passkey-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { TokenCard } from './token-card.tsx'
import { SecondFactorCard } from './second-factor-card.tsx'
import { useAuth, useSessions } from './account.queries.ts'

/** One's own sessions, password and second factor. */
export function AccountPage() {
  const t = usePhrases(accountPhrases)
  const auth = useAuth()
  useTitle(t('title'))
  return (
    <div className="pg-page pg-stack">
      <h1>{t('title')}</h1>
      <SessionsCard />
      <PushCard />
      {auth === 'ldap' && <Alert type="info" showIcon title={t('by_directory')} />}
      {auth === 'sso' && <Alert type="info" showIcon title={t('by_provider')} />}
      {auth === 'password' && <PasswordCard />}
      {auth !== 'sso' && <SecondFactorCard />}
      {auth === 'password' && <PasskeyCard />}
      <TokenCard />
    </div>
  )
}

function SessionsCard() {
  const t = usePhrases(accountPhrases)
  const { sessions, end, endOthers } = useSessions()
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const hasOthers = (sessions.data?.data ?? []).some((session) => !session.current)
  return (
    <section className="pg-card pg-stack pg-trust" aria-label={t('sessions')}>
      <h2>{t('sessions')}</h2>
      {sessions.error !== null && <Failure error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.data === undefined && sessions.error === null && <Skeleton shape="lines" rows={2} />}
      <ul className="pg-trust__list">
        {(sessions.data?.data ?? []).map((session) => (
          <li key={session.id} className="pg-actions">
            <span className="pg-grow">
              {deviceOf(session.agent) ?? t('unknown_device')} · {session.peer}
              <span className="pg-muted">
                {' '}
                {session.current ? t('this_one') : `${t('last_seen')} ${formatNear(session.seen_at, locale, { timeZone, now: now() })}`}
              </span>
            </span>
            {!session.current && (
              <Button size="small" onClick={() => end.mutate(session.id)}>
                {t('end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {hasOthers && (
        <div>
          <Button onClick={() => endOthers.mutate()} loading={endOthers.isPending}>
            {t('end_others')}
          </Button>
        </div>
      )}
    </section>
  )
}
