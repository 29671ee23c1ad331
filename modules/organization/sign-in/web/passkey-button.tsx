import { KeyOutlined } from '@ant-design/icons'
import type { SessionInfo } from '@perigon/contracts'
import { type Api, failureText } from '@perigon/record-ui'
import { usePhrases } from '@perigon/ui'
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser'
import { Button } from 'antd'
import { useState } from 'react'
import { accountPhrases } from './account-phrases.ts'
import { isCancelled } from './passkey-cancelled.ts'

type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']
type PasskeyButtonProps = {
  readonly api: Api
  /** The one address passkeys work at. */
  readonly origin: string | null
  readonly onSignedIn: (info: SessionInfo) => void
  readonly onFailure: (text: string | null) => void
}

/** Signs in with a passkey; shown only where one can work. */
export function PasskeyButton({ api, origin, onSignedIn, onFailure }: PasskeyButtonProps) {
  const t = usePhrases(accountPhrases)
  const [isBusy, setBusy] = useState(false)
  if (origin !== window.location.origin || !browserSupportsWebAuthn()) return null
  const enter = async () => {
    setBusy(true)
    onFailure(null)
    try {
      const optionsJSON = await api.call<RequestOptions>('POST', '/api/v1/session/passkey/begin', { body: {}, isSignIn: true })
      const response = await startAuthentication({ optionsJSON })
      onSignedIn(await api.call<SessionInfo>('POST', '/api/v1/session/passkey', { body: { response }, isSignIn: true }))
    } catch (error) {
      onFailure(isCancelled(error) ? t('passkey_cancelled') : failureText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button size="large" block icon={<KeyOutlined aria-hidden />} loading={isBusy} onClick={() => void enter()}>
      {t('passkey_sign_in')}
    </Button>
  )
}
