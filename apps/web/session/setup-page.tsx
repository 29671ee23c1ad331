import type { SessionInfo } from '@perigon/contracts'
import { failureText, isBesideFields, PlainField, problemIn, useGo, useRequired, useTitle } from '@perigon/record-ui'
import { setLocale, useLocale, usePhrases } from '@perigon/ui'
import { useRouterState } from '@tanstack/react-router'
import { Alert, Button, Checkbox, Input, Segmented } from 'antd'
import { useId, useState } from 'react'
import { api, queryClient, sessionStore } from '../connection.ts'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { Welcome } from './welcome.tsx'

const FIELDS = [
  { key: 'company', label: 'setup_company', autoComplete: 'organization' },
  { key: 'name', label: 'setup_name', autoComplete: 'name' },
  { key: 'login', label: 'setup_login', autoComplete: 'username' },
  { key: 'password', label: 'setup_password', autoComplete: 'new-password' },
] as const

/** The first step on a fresh machine: company, language, administrator, sample data. */
export function SetupPage() {
  const t = usePhrases(shellPhrases)
  const locale = useLocale()
  const setup = useSetup()
  useTitle(t('setup_title'))
  return (
    <Welcome title={t('setup_title')} hint={t('setup_hint')}>
      <form
        className="pg-stack"
        ref={setup.required.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (setup.required.isComplete()) void setup.start()
        }}
      >
        <Notices token={setup.token} failure={setup.failure} />
        <Segmented
          aria-label={t('setup_language')}
          value={locale}
          options={[
            { value: 'zh-CN', label: '简体中文' },
            { value: 'en-US', label: 'English' },
          ]}
          onChange={(next) => setLocale(next === 'en-US' ? 'en-US' : 'zh-CN')}
        />
        <SetupFields setup={setup} />
        <Checkbox checked={setup.demo} onChange={(event) => setup.setDemo(event.target.checked)}>
          {t('setup_demo')} <span className="pg-muted">{t('setup_demo_hint')}</span>
        </Checkbox>
        <Button type="primary" size="large" block htmlType="submit" loading={setup.isBusy}>
          {t('setup_start')}
        </Button>
      </form>
    </Welcome>
  )
}

function Notices({ token, failure }: { readonly token: string; readonly failure: string | null }) {
  const t = usePhrases(shellPhrases)
  if (failure !== null) return <Alert type="error" showIcon title={failure} role="alert" />
  return token === '' ? <Alert type="warning" showIcon title={t('setup_no_token')} /> : null
}

function useSetup() {
  const go = useGo()
  const locale = useLocale()
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const token = new URLSearchParams(search).get('token') ?? ''
  const [values, setValues] = useState({ company: '', name: '', login: '', password: '' })
  const [demo, setDemo] = useState(false)
  const [errors, setErrors] = useState<{ readonly [field: string]: string }>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
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
      const problem = problemIn(error)
      setErrors(Object.fromEntries((problem?.errors ?? []).map((each) => [each.path, each.message])))
      setFailure(isBesideFields(problem, (path) => FIELDS.some((each) => each.key === path)) ? null : failureText(error))
      setBusy(false)
    }
  }
  const set = (key: keyof typeof values, value: string) => setValues((old) => ({ ...old, [key]: value }))
  const { company, name, login, password } = values
  const required = useRequired({ company: company.trim(), name: name.trim(), login: login.trim(), password: password.trim() })
  return { token, values, set, demo, setDemo, errors, failure, isBusy, required, start }
}

function SetupFields({ setup }: { readonly setup: ReturnType<typeof useSetup> }) {
  const t = usePhrases(shellPhrases)
  const id = useId()
  return FIELDS.map(({ key, label, autoComplete }) => {
    const props = { name: key, autoComplete, maxLength: 200, value: setup.values[key] }
    const onChange = (event: { readonly target: { readonly value: string } }) => setup.set(key, event.target.value)
    const isSecret = key === 'password'
    return (
      <PlainField
        key={key}
        id={`${id}-${key}`}
        label={t(label)}
        error={setup.required.errorOf(key) ?? setup.errors[key]}
        help={isSecret ? t('setup_password_hint') : undefined}
      >
        {(control) =>
          isSecret ? (
            <Input.Password {...control} {...props} onChange={onChange} />
          ) : (
            <Input {...control} {...props} autoFocus={key === 'company'} onChange={onChange} />
          )
        }
      </PlainField>
    )
  })
}
