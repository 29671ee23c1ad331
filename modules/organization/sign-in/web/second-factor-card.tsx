import { failureText, PlainField, useRequired } from '@perigon/record-ui'
import { usePhrases } from '@perigon/ui'
import { Alert, Button, Input, QRCode } from 'antd'
import { useId, useState } from 'react'
import { accountPhrases } from './account-phrases.ts'
import { useSecondFactor } from './account.queries.ts'

/** Turns one-time codes on and off. */
export function SecondFactorCard({ className = 'pg-card' }: { readonly className?: string }) {
  const t = usePhrases(accountPhrases)
  const { state, begin, confirm, remove } = useSecondFactor()
  const error = confirm.error ?? remove.error ?? begin.error
  const isOn = state.data?.on === true
  return (
    <section className={`${className} pg-stack pg-trust`} aria-label={t('factor')}>
      <h2>{t('factor')}</h2>
      {error !== null && <Alert type="error" showIcon title={failureText(error)} role="alert" />}
      {confirm.data !== undefined && <RecoveryCodes codes={confirm.data.recovery_codes} />}
      {isOn && (
        <CodeForm prompt={`${t('factor_on')}。${t('code_to_turn_off')}`} action={t('turn_off')} onCode={(code) => remove.mutate(code)} />
      )}
      {!isOn && begin.data === undefined && (
        <>
          <p>{t('factor_off')}</p>
          <div>
            <Button onClick={() => begin.mutate()} loading={begin.isPending}>
              {t('turn_on')}
            </Button>
          </div>
        </>
      )}
      {!isOn && begin.data !== undefined && (
        <>
          <p>{t('secret')}</p>
          <div className="pg-trust__qr">
            <QRCode type="svg" size={176} bordered={false} color="#000" bgColor="#fff" value={begin.data.uri} />
          </div>
          <p className="pg-muted">{t('secret_by_hand')}</p>
          <p>
            <code className="pg-code">{begin.data.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
          </p>
          <CodeForm prompt={t('code')} action={t('turn_on')} onCode={(code) => confirm.mutate(code)} />
        </>
      )}
    </section>
  )
}

function CodeForm({
  prompt,
  action,
  onCode,
}: {
  readonly prompt: string
  readonly action: string
  readonly onCode: (code: string) => void
}) {
  const id = useId()
  const [code, setCode] = useState('')
  const required = useRequired({ code: code.trim() })
  return (
    <form
      ref={required.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!required.isComplete()) return
        onCode(code.trim())
        setCode('')
      }}
    >
      <PlainField id={id} label={prompt} error={required.errorOf('code')}>
        {(control) => (
          <div className="pg-actions">
            <Input {...control} autoComplete="one-time-code" value={code} onChange={(event) => setCode(event.target.value)} />
            <Button type="primary" htmlType="submit">
              {action}
            </Button>
          </div>
        )}
      </PlainField>
    </form>
  )
}

function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  const t = usePhrases(accountPhrases)
  return (
    <div role="status">
      <p>{t('codes')}</p>
      <pre className="pg-code">{codes.join('\n')}</pre>
    </div>
  )
}
