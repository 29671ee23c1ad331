import { IdcardOutlined } from '@ant-design/icons'
import { ERRORS, type Label, type SessionInfo } from '@perigon/contracts'
import { failureText, GoLink, PlainField, problemIn, useRequired } from '@perigon/record-ui'
import { PasskeyButton } from '@perigon/organization/web'
import { setLocale, useLabel, usePhrases } from '@perigon/ui'
import { Alert, Button, Input } from 'antd'
import { Suspense, useId, useState } from 'react'
import { api, sessionStore } from '../connection.ts'
import { gettingInPhrases } from '../phrases/getting-in-phrases.ts'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { useWaysIn } from './ways-in.ts'

/** Login and password. Signing in again over a form keeps everything in it. */
export function SignInForm({ login: known }: { readonly login?: string }) {
  const t = usePhrases(shellPhrases)
  const words = usePhrases(gettingInPhrases)
  const id = useId()
  const { login, setLogin, password, setPassword, code, setCode, failure, setFailure, isBusy, signIn, enter } = useSignIn(known)
  const required = useRequired({ login: login.trim(), password, code: code === null ? '-' : code.trim() })
  return (
    <form
      className="pg-stack"
      ref={required.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (required.isComplete()) void signIn()
      }}
    >
      {failure !== null && <Alert type="error" showIcon title={failure} role="alert" />}
      <LoginField id={`${id}-login`} login={login} error={required.errorOf('login')} isFirst={known === undefined} onLogin={setLogin} />
      <PlainField id={`${id}-password`} label={t('password')} error={required.errorOf('password')}>
        {(control) => (
          <Input.Password
            {...control}
            name="password"
            size="large"
            autoComplete="current-password"
            autoFocus={known !== undefined}
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </PlainField>
      {code !== null && <CodeField id={`${id}-code`} code={code} error={required.errorOf('code')} onCode={setCode} />}
      <Button type="primary" size="large" block htmlType="submit" loading={isBusy}>
        {t('sign_in')}
      </Button>
      <OtherWays onSignedIn={enter} onFailure={setFailure} />
      {known === undefined && <GoLink href="/forgot-password">{words('forgot')}</GoLink>}
    </form>
  )
}

type OtherWaysProps = { readonly onSignedIn: (info: SessionInfo) => void; readonly onFailure: (text: string | null) => void }

/** A passkey, or the company's single sign-on, where there is one. */
function OtherWays({ onSignedIn, onFailure }: OtherWaysProps) {
  const words = usePhrases(gettingInPhrases)
  const { data: ways } = useWaysIn()
  if (ways === undefined) return null
  return (
    <>
      <Suspense>
        <PasskeyButton api={api} origin={ways.passkeys} onSignedIn={onSignedIn} onFailure={onFailure} />
      </Suspense>
      {ways.sso !== null && (
        <Button size="large" block icon={<IdcardOutlined aria-hidden />} onClick={() => window.location.assign('/api/v1/sso/start')}>
          {words('sso', { name: ways.sso })}
        </Button>
      )}
    </>
  )
}

type LoginProps = {
  readonly id: string
  readonly login: string
  readonly error: string | undefined
  readonly isFirst: boolean
  readonly onLogin: (login: string) => void
}

function LoginField({ id, login, error, isFirst, onLogin }: LoginProps) {
  const t = usePhrases(shellPhrases)
  return (
    <PlainField id={id} label={t('login')} error={error}>
      {(control) => (
        <Input
          {...control}
          name="login"
          size="large"
          autoComplete="username"
          autoFocus={isFirst}
          required
          value={login}
          onChange={(event) => onLogin(event.target.value)}
        />
      )}
    </PlainField>
  )
}

type CodeProps = { readonly id: string; readonly code: string; readonly error: string | undefined; readonly onCode: (code: string) => void }

function CodeField({ id, code, error, onCode }: CodeProps) {
  const t = usePhrases(shellPhrases)
  return (
    <PlainField id={id} label={t('code')} error={error} help={t('code_hint')}>
      {(control) => (
        <Input
          {...control}
          name="code"
          size="large"
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
          value={code}
          onChange={(event) => onCode(event.target.value)}
        />
      )}
    </PlainField>
  )
}

/** Why single sign-on brought somebody back without letting them in. */
function refusal(): Label | null {
  const code = new URLSearchParams(window.location.search).get('refused')
  const found = Object.entries(ERRORS).find(([key]) => key === code && key.startsWith('auth.'))
  return found === undefined ? null : found[1].label
}

function useSignIn(known: string | undefined) {
  const [login, setLogin] = useState(known ?? '')
  const [password, setPassword] = useState('')
  // Null until the server asks for a second factor.
  const [code, setCode] = useState<string | null>(null)
  const label = useLabel()
  const [failure, setFailure] = useState<string | null>(() => {
    const refused = refusal()
    return refused === null ? null : label(refused)
  })
  const [isBusy, setBusy] = useState(false)
  const enter = (info: SessionInfo) => {
    if (known === undefined) setLocale(info.user.locale)
    sessionStore.set(info)
  }
  const signIn = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const info = await api.call<SessionInfo>('POST', '/api/v1/session', {
        body: { login: login.trim(), password, ...(code === null ? {} : { code: code.trim() }) },
        isSignIn: true,
      })
      enter(info)
    } catch (error) {
      const asked = problemIn(error)?.code
      // Being asked for the code is the second step, and nobody's mistake.
      setFailure(asked === 'auth.second_factor' ? null : failureText(error))
      if (asked === 'auth.second_factor' || asked === 'auth.code') setCode('')
      else setPassword('')
    } finally {
      setBusy(false)
    }
  }
  return { login, setLogin, password, setPassword, code, setCode, failure, setFailure, isBusy, signIn, enter }
}
