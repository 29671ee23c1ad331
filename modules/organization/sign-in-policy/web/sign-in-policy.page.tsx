import { useTitle } from '@perigon/record-ui'
import { usePhrases } from '@perigon/ui'
import '../../sign-in/web/account.css'
import { EverybodyCard } from './everybody-card.tsx'
import { MailCard } from './mail-card.tsx'
import { policyPhrases } from './policy-phrases.ts'
import { PushPolicyCard } from './push-policy-card.tsx'
import { RolesCard } from './roles-card.tsx'

/** How people get in: for everybody, by role, and the mail that is part of it. For administrators. */
export function SignInPolicyPage() {
  const t = usePhrases(policyPhrases)
  useTitle(t('title'))
  return (
    <div className="pg-page pg-stack">
      <h1>{t('title')}</h1>
      <p className="pg-muted">{t('hint')}</p>
      <EverybodyCard />
      <RolesCard />
      <MailCard />
      <PushPolicyCard />
    </div>
  )
}
