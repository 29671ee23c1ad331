import { failureText, PlainField, problemIn, useRecordUi, useRequired } from '@perigon/record-ui'
import { useLabel, usePhrases } from '@perigon/ui'
import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { accountPhrases } from './account-phrases.ts'
import type { NewToken, useTokens } from './token.queries.ts'

const PERIODS = [30, 90, 365] as const
const EMPTY: NewToken = { name: '', reading_only: true, objects: [], days: 90 }

/** What a new token is called and may do. Reading only and ninety days, unless somebody wants more. */
export function TokenForm({ create }: { readonly create: ReturnType<typeof useTokens>['create'] }) {
  const t = usePhrases(accountPhrases)
  const label = useLabel()
  const id = useId()
  const { meta } = useRecordUi()
  const [draft, setDraft] = useState(EMPTY)
  const problem = problemIn(create.error)
  const objects = meta.objects.map((object) => ({ value: object.key, label: label(object.label.many) }))
  const set = (change: Partial<NewToken>) => setDraft({ ...draft, ...change })
  const required = useRequired({ name: draft.name.trim() })
  return (
    <form
      className="pg-stack"
      ref={required.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!required.isComplete()) return
        create.mutate(draft, { onSuccess: () => setDraft(EMPTY) })
      }}
    >
      {create.error !== null && (
        <Alert type="error" showIcon role="alert" title={problem?.errors?.[0]?.message ?? failureText(create.error)} />
      )}
      <PlainField id={`${id}-name`} label={t('token_name')} error={required.errorOf('name')}>
        {(control) => (
          <Input
            {...control}
            maxLength={60}
            placeholder={t('token_example')}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </PlainField>
      <Labelled id={`${id}-objects`} label={t('token_objects')}>
        <Select
          id={`${id}-objects`}
          mode="multiple"
          aria-label={t('token_objects')}
          placeholder={t('token_all_objects')}
          optionFilterProp="label"
          options={objects}
          value={[...draft.objects]}
          onChange={(next: string[]) => set({ objects: next })}
        />
      </Labelled>
      <Labelled id={`${id}-days`} label={t('token_period')}>
        <PeriodSelect id={`${id}-days`} days={draft.days} onDays={(days) => set({ days })} />
      </Labelled>
      <Checkbox checked={draft.reading_only} onChange={(event) => set({ reading_only: event.target.checked })}>
        {t('reading_only')}
      </Checkbox>
      <div>
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t('token_create')}
        </Button>
      </div>
    </form>
  )
}

type PeriodSelectProps = { readonly id: string; readonly days: number | null; readonly onDays: (days: number | null) => void }

function PeriodSelect({ id, days, onDays }: PeriodSelectProps) {
  const t = usePhrases(accountPhrases)
  const periods = PERIODS.map((each) => ({ value: each, label: t('token_days', { n: each }) }))
  return (
    <Select
      id={id}
      aria-label={t('token_period')}
      className="pg-trust__period"
      value={days ?? 0}
      options={[...periods, { value: 0, label: t('no_end') }]}
      onChange={(next: number) => onDays(next === 0 ? null : next)}
    />
  )
}

function Labelled({ id, label, children }: { readonly id: string; readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="pg-field">
      <label className="pg-field__label" htmlFor={id}>
        {label}
      </label>
      {children}
    </div>
  )
}
