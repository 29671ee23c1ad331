import type { SessionInfo } from '@perigon/contracts'
import { failureText, problemIn, useGo, useTitle } from '@perigon/record-ui'
import { setLocale, useLocale, usePhrases } from '@perigon/ui'
import { useRouterState } from '@tanstack/react-router'
import { Alert, Button, Checkbox, Input, Segmented } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { api, queryClient, sessionStore } from '../connection.ts'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { Welcome } from './welcome.tsx'

type Errors = { readonly [field: string]: string }

/** The first step on a fresh machine: company, language, administrator, sample data. */
export function SetupPage() {
  const t = usePhrases(shellPhrases)
  const go = useGo()
  const locale = useLocale()
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const token = new URLSearchParams(search).get('token') ?? ''
  const [values, setValues] = useState({ company: '', name: '', login: '', password: '' })
  const [demo, setDemo] = useState(false)
  const [errors, setErrors] = useState<Errors>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  useTitle(t('setup_title'))
  const set = (key: keyof typeof values) => (value: string) => setValues((old) => ({ ...old, [key]: value }))
  const start = async () => {
    setBusy(true)
    setErrors({})
    setFailure(null)
    try {
      await api.call('POST', '/api/v1/setup', { body: { token, locale, ...values, demo: demo ? 'story' : 'none' }, isSignIn: true })
      sessionStore.set(await api.call<SessionInfo>('GET', '/api/v1/session'))
      queryClient.removeQueries({ queryKey: ['session'] })
      go('/', 'replace')
    } catch (error) {
      setErrors(Object.fromEntries((problemIn(error)?.errors ?? []).map((each) => [each.path, each.message])))
      setFailure(failureText(error))
      setBusy(false)
    }
  }
  const isReady = Object.values(values).every((each) => each.trim() !== '')
  return (
    <Welcome title={t('setup_title')} hint={t('setup_hint')}>
      <form
        className="pg-stack"
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        {token === '' && <Alert type="warning" showIcon title={t('setup_no_token')} />}
        {failure !== null && <Alert type="error" showIcon title={failure} role="alert" />}
        <SetupField
          label={t('setup_company')}
          error={errors['company']}
          control={(id) => (
            <Input
              id={id}
              autoFocus
              autoComplete="organization"
              maxLength={200}
              value={values.company}
              onChange={(event) => set('company')(event.target.value)}
            />
          )}
        />
        <SetupField
          label={t('setup_language')}
          error={errors['locale']}
          control={(id) => (
            <Segmented
              id={id}
              value={locale}
              options={[
                { value: 'zh-CN', label: '简体中文' },
                { value: 'en-US', label: 'English' },
              ]}
              onChange={(next) => setLocale(next === 'en-US' ? 'en-US' : 'zh-CN')}
            />
          )}
        />
        <SetupField
          label={t('setup_name')}
          error={errors['name']}
          control={(id) => (
            <Input id={id} autoComplete="name" maxLength={100} value={values.name} onChange={(event) => set('name')(event.target.value)} />
          )}
        />
        <SetupField
          label={t('setup_login')}
          error={errors['login']}
          control={(id) => (
            <Input
              id={id}
              autoComplete="username"
              maxLength={100}
              value={values.login}
              onChange={(event) => set('login')(event.target.value)}
            />
          )}
        />
        <SetupField
          label={t('setup_password')}
          help={t('setup_password_hint')}
          error={errors['password']}
          control={(id) => (
            <Input.Password
              id={id}
              autoComplete="new-password"
              maxLength={200}
              value={values.password}
              onChange={(event) => set('password')(event.target.value)}
            />
          )}
        />
        <Checkbox checked={demo} onChange={(event) => setDemo(event.target.checked)}>
          {t('setup_demo')} <span className="pg-muted">{t('setup_demo_hint')}</span>
        </Checkbox>
        <Button type="primary" size="large" block htmlType="submit" loading={isBusy} disabled={!isReady || token === ''}>
          {t('setup_start')}
        </Button>
      </form>
    </Welcome>
  )
}

function SetupField(props: {
  readonly label: string
  readonly help?: string
  readonly error?: string | undefined
  readonly control: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className="pg-field">
      <label className="pg-field__label" htmlFor={id}>
        {props.label}
      </label>
      {props.control(id)}
      {props.error !== undefined ? (
        <p className="pg-error" role="alert">
          {props.error}
        </p>
      ) : (
        props.help !== undefined && <p className="pg-field__help">{props.help}</p>
      )}
    </div>
  )
}
