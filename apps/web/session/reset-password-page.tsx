import { failureText, GoLink, isBesideFields, PlainField, problemIn, useRequired, useTitle } from '@perigon/record-ui'
import { usePhrases } from '@perigon/ui'
import { Alert, Button, Input } from 'antd'
import { useEffect, useId, useState } from 'react'
import { api } from '../connection.ts'
import { gettingInPhrases } from '../phrases/getting-in-phrases.ts'
import { Welcome } from './welcome.tsx'

/** Sets a new password by the link of a mail. The token stands behind `#`, and leaves the address bar once it is read. */
export function ResetPasswordPage() {
  const t = usePhrases(gettingInPhrases)
  const [token] = useState(() => window.location.hash.slice(1))
  const [isDone, setDone] = useState(false)
  useTitle(t('reset_title'))
  // Kept in memory only: neither the history nor somebody looking over a shoulder finds it in the address.
  useEffect(() => window.history.replaceState(window.history.state, '', window.location.pathname), [])
  if (token === '' || isDone) {
    return (
      <Welcome title={t(isDone ? 'reset_done' : 'reset_no_token')}>
        <div className="pg-stack" role="status">
          <p>{t(isDone ? 'reset_done_hint' : 'reset_no_token_hint')}</p>
          <GoLink href={isDone ? '/' : '/forgot-password'}>{t(isDone ? 'back_to_sign_in' : 'reset_again')}</GoLink>
        </div>
      </Welcome>
    )
  }
  return (
    <Welcome title={t('reset_title')} hint={t('reset_hint')}>
      <ResetForm token={token} onDone={() => setDone(true)} />
    </Welcome>
  )
}

function ResetForm({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const t = usePhrases(gettingInPhrases)
  const id = useId()
  const [password, setPassword] = useState('')
  const [beside, setBeside] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [isLinkDead, setLinkDead] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const required = useRequired({ password })
  const save = async () => {
    setBusy(true)
    setFailure(null)
    setBeside(null)
    try {
      await api.call('POST', '/api/v1/password-reset/finish', { body: { token, password }, isSignIn: true })
      onDone()
    } catch (error) {
      const problem = problemIn(error)
      setBeside(problem?.errors?.[0]?.message ?? null)
      setFailure(isBesideFields(problem, (path) => path === 'password') ? null : failureText(error))
      setLinkDead(problem?.code === 'auth.reset_link')
      setBusy(false)
    }
  }
  return (
    <form
      className="pg-stack"
      ref={required.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (required.isComplete()) void save()
      }}
    >
      {failure !== null && <Alert type="error" showIcon title={failure} role="alert" />}
      {isLinkDead && <GoLink href="/forgot-password">{t('reset_again')}</GoLink>}
      <PlainField
        id={id}
        label={t('reset_password')}
        error={required.errorOf('password') ?? beside ?? undefined}
        help={t('reset_password_hint')}
      >
        {(control) => (
          <Input.Password
            {...control}
            size="large"
            autoComplete="new-password"
            autoFocus
            maxLength={200}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </PlainField>
      <Button type="primary" size="large" block htmlType="submit" loading={isBusy}>
        {t('reset_save')}
      </Button>
    </form>
  )
}
