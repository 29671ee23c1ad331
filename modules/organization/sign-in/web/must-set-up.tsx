import { usePhrases } from '@perigon/ui'
import { Button, Divider } from 'antd'
import './account.css'
import { accountPhrases } from './account-phrases.ts'
import { useAuth, useSecondFactor } from './account.queries.ts'
import { PasskeyCard } from './passkey-card.tsx'
import { usePasskeys } from './passkey.queries.ts'
import { SecondFactorCard } from './second-factor-card.tsx'

/** What somebody whose role needs a second factor meets before anything else. */
export function MustSetUp({ onDone }: { readonly onDone: () => void }) {
  const t = usePhrases(accountPhrases)
  const { state } = useSecondFactor()
  const auth = useAuth()
  const passkeys = usePasskeys().list.data?.data.length ?? 0
  return (
    <div className="pg-stack">
      <SecondFactorCard className="pg-trust--bare" />
      {state.data?.on !== true && auth === 'password' && (
        <>
          <Divider plain>{t('must_or')}</Divider>
          <PasskeyCard className="pg-trust--bare" />
        </>
      )}
      {(state.data?.on === true || passkeys > 0) && (
        <Button type="primary" size="large" block onClick={onDone}>
          {t('must_continue')}
        </Button>
      )}
    </div>
  )
}
