import { Failure, failureText, problemIn } from '@perigon/record-ui'
import { general, Skeleton, usePhrases } from '@perigon/ui'
import { Alert, Button, Input, InputNumber } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { policyPhrases } from './policy-phrases.ts'
import { type Policy, usePolicy } from './policy.queries.ts'

/** What holds for everybody who signs in. */
export function EverybodyCard() {
  const t = usePhrases(policyPhrases)
  const { policy, save } = usePolicy()
  return (
    <section className="pg-card pg-stack pg-trust pg-trust--wide" aria-label={t('everybody')}>
      <h2>{t('everybody')}</h2>
      {policy.error !== null && <Failure error={policy.error} onRetry={() => void policy.refetch()} />}
      {policy.data === undefined && policy.error === null && <Skeleton shape="lines" rows={4} />}
      {policy.data !== undefined && (
        <PolicyForm key={JSON.stringify(policy.data)} policy={policy.data} save={save} peer={policy.data.peer} />
      )}
    </section>
  )
}

const NUMBERS = [
  { key: 'idle_minutes', phrase: 'idle', min: 5, max: 43_200 },
  { key: 'session_hours', phrase: 'longest', min: 1, max: 720 },
  { key: 'former_passwords', phrase: 'former', min: 1, max: 24 },
] as const

type PolicyFormProps = { readonly policy: Policy; readonly peer: string; readonly save: ReturnType<typeof usePolicy>['save'] }

function PolicyForm({ policy, peer, save }: PolicyFormProps) {
  const t = usePhrases(policyPhrases)
  const words = usePhrases(general)
  const id = useId()
  const [draft, setDraft] = useState(policy)
  const [networks, setNetworks] = useState(policy.networks.join('\n'))
  const problem = problemIn(save.error)
  const beside = (key: string): string | undefined => problem?.errors?.find((each) => each.path === key)?.message
  return (
    <form
      className="pg-stack"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ ...draft, networks: networks.split(/[\s,;，；]+/).filter((each) => each !== '') })
      }}
    >
      {save.error !== null && (problem?.errors ?? []).length === 0 && (
        <Alert type="error" showIcon title={failureText(save.error)} role="alert" />
      )}
      {save.isSuccess && <Alert type="success" showIcon title={words('saved')} role="status" />}
      <div className="pg-trust__row">
        {NUMBERS.map(({ key, phrase, min, max }) => (
          <Field key={key} id={`${id}-${key}`} label={t(phrase)} error={beside(key)}>
            <InputNumber
              id={`${id}-${key}`}
              min={min}
              max={max}
              precision={0}
              value={draft[key]}
              onChange={(value) => setDraft({ ...draft, [key]: value ?? min })}
            />
          </Field>
        ))}
      </div>
      <Field
        id={`${id}-networks`}
        label={t('networks')}
        error={beside('networks')}
        help={`${t('networks_hint', { peer })} ${t('proxy_hint')}`}
      >
        <Input.TextArea
          id={`${id}-networks`}
          rows={4}
          placeholder={t('anywhere')}
          value={networks}
          onChange={(event) => setNetworks(event.target.value)}
        />
      </Field>
      <div>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {words('save')}
        </Button>
      </div>
    </form>
  )
}

type FieldProps = {
  readonly id: string
  readonly label: string
  readonly error: string | undefined
  readonly help?: string
  readonly children: ReactNode
}

function Field({ id, label, error, help, children }: FieldProps) {
  return (
    <div className="pg-field">
      <label className="pg-field__label" htmlFor={id}>
        {label}
      </label>
      {children}
      {error !== undefined && (
        <p className="pg-error" role="alert">
          {error}
        </p>
      )}
      {help !== undefined && <p className="pg-field__help">{help}</p>}
    </div>
  )
}
