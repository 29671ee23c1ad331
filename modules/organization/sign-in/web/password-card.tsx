import { failureText, problemIn } from '@perigon/record-ui'
import { usePhrases } from '@perigon/ui'
import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { accountPhrases } from './account-phrases.ts'
import { usePasswordChange } from './account.queries.ts'

/** Changes one's own password. */
export function PasswordCard() {
  const t = usePhrases(accountPhrases)
  const id = useId()
  const [present, setPresent] = useState('')
  const [next, setNext] = useState('')
  const change = usePasswordChange()
  const error = change.error === null ? null : (problemIn(change.error)?.errors?.[0]?.message ?? failureText(change.error))
  return (
    <form
      className="pg-card pg-stack pg-trust"
      aria-label={t('password')}
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate({ present, password: next })
      }}
    >
      <h2>{t('password')}</h2>
      {error !== null && <Alert type="error" showIcon title={error} role="alert" />}
      {change.isSuccess && <Alert type="success" showIcon title={t('changed')} role="status" />}
      <div className="pg-field">
        <label className="pg-field__label" htmlFor={`${id}-present`}>
          {t('present')}
        </label>
        <Input.Password
          id={`${id}-present`}
          autoComplete="current-password"
          value={present}
          onChange={(event) => setPresent(event.target.value)}
        />
      </div>
      <div className="pg-field">
        <label className="pg-field__label" htmlFor={`${id}-next`}>
          {t('next')}
        </label>
        <Input.Password id={`${id}-next`} autoComplete="new-password" value={next} onChange={(event) => setNext(event.target.value)} />
        <p className="pg-muted">{t('hint')}</p>
      </div>
      <div>
        <Button type="primary" htmlType="submit" loading={change.isPending} disabled={present === '' || next === ''}>
          {t('password')}
        </Button>
      </div>
    </form>
  )
}
