import { Failure, GoLink, useActions, useRecordUi, useTitle } from '@perigon/record-ui'
import { Skeleton, usePhrases } from '@perigon/ui'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { duplicatePhrases } from './duplicate-phrases.ts'
import { type Question, useDuplicates } from './duplicate.queries.ts'
import { MatchList } from './match-list.tsx'
import './duplicate.css'

const FIELDS = ['name', 'credit_code', 'phone', 'website', 'email'] as const
type Values = { readonly [key in (typeof FIELDS)[number]]: string }

/** “Already somebody’s?”: asked before a customer is visited or created. */
export function DuplicateCheckPage() {
  const t = usePhrases(duplicatePhrases)
  useTitle(t('page'))
  const rules = useRecordUi().meta.object('duplicate_rule')
  const [values, setValues] = useState<Values>({ name: '', credit_code: '', phone: '', website: '', email: '' })
  const [asked, setAsked] = useState<Values | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(values)
  }
  return (
    <div className="pg-page pg-check">
      <h1>{t('page')}</h1>
      {rules?.can.update === true && <GoLink href={`/${rules.path}`}>{t('rules')}</GoLink>}
      <p className="pg-muted">{t('hint')}</p>
      <form className="pg-check__form" onSubmit={submit}>
        {FIELDS.map((key, index) => (
          <label key={key} className="pg-check__field">
            <span>{t(key)}</span>
            <Input
              value={values[key]}
              maxLength={200}
              autoFocus={index === 0}
              onChange={(event) => setValues((old) => ({ ...old, [key]: event.target.value }))}
            />
          </label>
        ))}
        <Button type="primary" htmlType="submit" disabled={FIELDS.every((key) => values[key].trim() === '')}>
          {t('check')}
        </Button>
      </form>
      {asked !== null && <Answer asked={asked} />}
    </div>
  )
}

function Answer({ asked }: { readonly asked: Values }) {
  const t = usePhrases(duplicatePhrases)
  const { meta } = useRecordUi()
  const actions = useActions()
  const question: Question = { object: 'customer', id: null, values: asked }
  const found = useDuplicates(question, 0)
  const object = meta.object('customer')
  if (found.isError) return <Failure error={found.error} onRetry={() => void found.refetch()} />
  if (found.data === undefined) return <Skeleton shape="lines" rows={3} />
  if (found.data.matches.length > 0)
    return (
      <section className="pg-card pg-check__answer" aria-live="polite">
        <h2>{t('found', { n: found.data.matches.length })}</h2>
        <MatchList object="customer" matches={found.data.matches} />
      </section>
    )
  return (
    <section className="pg-card pg-check__answer" aria-live="polite">
      <p>{t('none')}</p>
      {object?.can.create === true && <Button onClick={() => actions.create(object, { defaults: filled(asked) })}>{t('create')}</Button>}
    </section>
  )
}

function filled(values: Values): { readonly [field: string]: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))
}
