import { failureText, PlainField, problemIn, useRequired } from '@perigon/record-ui'
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
  const required = useRequired({ present, next })
  return (
    <form
      ref={required.form}
      className="pg-card pg-stack pg-trust"
      aria-label={t('password')}
      onSubmit={(event) => {
        event.preventDefault()
        if (required.isComplete()) change.mutate({ present, password: next })
      }}
    >
      <h2>{t('password')}</h2>
      {error !== null && <Alert type="error" showIcon title={error} role="alert" />}
      {change.isSuccess && <Alert type="success" showIcon title={t('changed')} role="status" />}
      <PlainField id={`${id}-present`} label={t('present')} error={required.errorOf('present')}>
        {(control) => (
          <Input.Password
            {...control}
            autoComplete="current-password"
            value={present}
            onChange={(event) => setPresent(event.target.value)}
          />
        )}
      </PlainField>
      <PlainField id={`${id}-next`} label={t('next')} error={required.errorOf('next')} help={t('hint')}>
        {(control) => (
          <Input.Password {...control} autoComplete="new-password" value={next} onChange={(event) => setNext(event.target.value)} />
        )}
      </PlainField>
      <div>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t('password')}
        </Button>
      </div>
    </form>
  )
}
