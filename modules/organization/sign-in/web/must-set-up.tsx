import { usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import './account.css'
import { accountPhrases } from './account-phrases.ts'
import { useSecondFactor } from './account.queries.ts'
import { SecondFactorCard } from './second-factor-card.tsx'

/** What somebody whose role needs a second factor meets before anything else. */
export function MustSetUp({ onDone }: { readonly onDone: () => void }) {
  const t = usePhrases(accountPhrases)
  const { state } = useSecondFactor()
  return (
    <div className="pg-stack">
      <SecondFactorCard className="pg-trust--bare" />
      {state.data?.on === true && (
        <Button type="primary" size="large" block onClick={onDone}>
          {t('must_continue')}
        </Button>
      )}
    </div>
  )
}
