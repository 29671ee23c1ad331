import { Failure, focusFirstError, GoLink, problemIn, useActions, useRecordUi, useTitle } from '@perigon/record-ui'
import { Skeleton, usePhrases } from '@perigon/ui'
import { Button, Input } from 'antd'
import { type FormEvent, useId, useRef, useState } from 'react'
import { duplicatePhrases } from './duplicate-phrases.ts'
import { useDuplicates } from './duplicate.queries.ts'
import { MatchList } from './match-list.tsx'
import './duplicate.css'

const FIELDS = ['name', 'credit_code', 'phone', 'website', 'email'] as const
const NOTHING: Values = { name: '', credit_code: '', phone: '', website: '', email: '' }
type Values = { readonly [key in (typeof FIELDS)[number]]: string }

/** “Already somebody’s?”: asked before a customer is visited or created. */
export function DuplicateCheckPage() {
  const t = usePhrases(duplicatePhrases)
  useTitle(t('page'))
  const rules = useRecordUi().meta.object('duplicate_rule')
  const [values, setValues] = useState<Values>(NOTHING)
  const [asked, setAsked] = useState<Values | null>(null)
  const [isRefused, setRefused] = useState(false)
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const isBlank = FIELDS.every((key) => values[key].trim() === '')
  const found = useDuplicates({ object: 'customer', id: null, values: asked ?? NOTHING, strict: true }, 0)
  const problems = problemIn(found.error)?.errors ?? []
  // What is wrong with a value stands beside it until another one is typed.
  const wrong = (key: keyof Values): string | undefined => {
    if (isRefused && isBlank) return key === FIELDS[0] ? t('one_needed') : undefined
    return values[key] === asked?.[key] ? problems.find((each) => each.path === key)?.message : undefined
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setRefused(isBlank)
    if (isBlank) focusFirstError(form.current)
    else setAsked(values)
  }
  return (
    <div className="pg-page pg-check">
      <h1>{t('page')}</h1>
      {rules?.can.update === true && <GoLink href={`/${rules.path}`}>{t('rules')}</GoLink>}
      <p className="pg-muted">{t('hint')}</p>
      <form className="pg-check__form" ref={form} onSubmit={submit}>
        {FIELDS.map((key, index) => (
          <label key={key} className="pg-check__field">
            <span>{t(key)}</span>
            <Input
              value={values[key]}
              status={wrong(key) === undefined ? '' : 'error'}
              aria-invalid={wrong(key) !== undefined}
              aria-describedby={`${id}-${key}`}
              maxLength={200}
              autoFocus={index === 0}
              onChange={(event) => setValues((old) => ({ ...old, [key]: event.target.value }))}
            />
            {wrong(key) !== undefined && (
              <p className="pg-error" id={`${id}-${key}`} role="alert">
                {wrong(key)}
              </p>
            )}
          </label>
        ))}
        <Button type="primary" htmlType="submit">
          {t('check')}
        </Button>
      </form>
      {asked !== null && problems.length === 0 && <Answer asked={asked} found={found} />}
    </div>
  )
}

function Answer({ asked, found }: { readonly asked: Values; readonly found: ReturnType<typeof useDuplicates> }) {
  const t = usePhrases(duplicatePhrases)
  const { meta } = useRecordUi()
  const actions = useActions()
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
