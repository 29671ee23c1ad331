import { failureText, GoLink, PlainField, useRequired, useTitle } from '@perigon/record-ui'
import { Skeleton, usePhrases } from '@perigon/ui'
import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { api } from '../connection.ts'
import { gettingInPhrases } from '../phrases/getting-in-phrases.ts'
import { useWaysIn } from './ways-in.ts'
import { Welcome } from './welcome.tsx'

/** Asks for a link by which a new password can be set. */
export function ForgotPasswordPage() {
  const t = usePhrases(gettingInPhrases)
  const ways = useWaysIn()
  const [sent, setSent] = useState<string | null>(null)
  useTitle(t('forgot_title'))
  if (ways.data === undefined && ways.error === null) return <Skeleton shape="record" rows={3} />
  const isOff = ways.data?.reset === false
  const back = <GoLink href="/">{t('back_to_sign_in')}</GoLink>
  if (isOff || sent !== null) {
    return (
      <Welcome title={t(isOff ? 'forgot_none' : 'forgot_sent')}>
        <div className="pg-stack" role="status">
          <p>{isOff ? t('forgot_none_hint') : t('forgot_sent_hint', { name: sent ?? '' })}</p>
          {back}
        </div>
      </Welcome>
    )
  }
  return (
    <Welcome title={t('forgot_title')} hint={t('forgot_hint')}>
      <ForgotForm onSent={setSent} />
      {back}
    </Welcome>
  )
}

function ForgotForm({ onSent }: { readonly onSent: (name: string) => void }) {
  const t = usePhrases(gettingInPhrases)
  const id = useId()
  const [name, setName] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const required = useRequired({ name: name.trim() })
  const send = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await api.call('POST', '/api/v1/password-reset', { body: { login: name.trim() }, isSignIn: true })
      onSent(name.trim())
    } catch (error) {
      setFailure(failureText(error))
      setBusy(false)
    }
  }
  return (
    <form
      className="pg-stack"
      ref={required.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (required.isComplete()) void send()
      }}
    >
      {failure !== null && <Alert type="error" showIcon title={failure} role="alert" />}
      <PlainField id={id} label={t('forgot_name')} error={required.errorOf('name')}>
        {(control) => (
          <Input
            {...control}
            size="large"
            autoComplete="username"
            autoFocus
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </PlainField>
      <Button type="primary" size="large" block htmlType="submit" loading={isBusy}>
        {t('forgot_send')}
      </Button>
    </form>
  )
}
