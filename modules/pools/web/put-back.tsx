import type { WireRecord } from '@perigon/contracts'
import { problemIn, records, useGo, usePage, useRecordUi } from '@perigon/record-ui'
import { linkOf, textOf, toast, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Button, Input, Select } from 'antd'
import { useId, useState } from 'react'
import { useRelease, wrong } from './pool.queries.ts'
import { ownershipPhrases } from './pool-phrases.ts'

/** Puts a customer into a pool, with the reason. */
export function PutBack({ record, onDone }: { readonly record: WireRecord; readonly onDone: () => void }) {
  const t = usePhrases(ownershipPhrases)
  const id = useId()
  const leave = useLeave(record.id)
  const pools = usePools()
  const [picked, pick] = useState<string | null>(linkOf(record['pool'] ?? null)?.id ?? null)
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const release = useRelease()
  const pool = pools.find((each) => each.value === picked) ?? pools[0]
  if (pool === undefined) return null
  const isUnsaid = isAsked && reason.trim() === ''
  const send = () => {
    setAsked(true)
    if (reason.trim() === '') return document.getElementById(`${id}-reason`)?.focus()
    return release.mutate(
      { customer: record.id, pool: pool.value, reason },
      {
        onSuccess: () => {
          toast({ text: t('was_put_back', { name: textOf(record['name']), pool: pool.label }) })
          onDone()
          void leave()
        },
      },
    )
  }
  return (
    <form
      className="pg-stack"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <h3>{t('put_back')}</h3>
      <p className="pg-muted">{t('put_back_hint')}</p>
      {release.error !== null && <Alert type="error" showIcon role="alert" title={wrong(release.error)} />}
      <label className="pg-field__label" htmlFor={`${id}-pool`}>
        {t('pool')}
      </label>
      <Select id={`${id}-pool`} aria-label={t('pool')} value={pool.value} options={[...pools]} onChange={pick} />
      <ReasonField id={`${id}-reason`} value={reason} isUnsaid={isUnsaid} onChange={setReason} />
      <div>
        <Button danger htmlType="submit" loading={release.isPending}>
          {t('put_back')}
        </Button>
      </div>
    </form>
  )
}

// The pools it can go into.
function usePools(): readonly { readonly value: string; readonly label: string }[] {
  const locale = useLocale()
  const object = useRecordUi().meta.object('customer_pool')
  const page = usePage(object, {
    filter: { field: 'active', op: 'eq', value: true },
    fields: ['name', 'name_en'],
    sort: ['place', 'name'],
    limit: 50,
  })
  return (page.data?.data ?? []).map((pool) => ({
    value: pool.id,
    label: locale === 'zh-CN' ? textOf(pool['name']) : textOf(pool['name_en'] ?? pool['name']),
  }))
}

type ReasonProps = {
  readonly id: string
  readonly value: string
  readonly isUnsaid: boolean
  readonly onChange: (reason: string) => void
}

function ReasonField({ id, value, isUnsaid, onChange }: ReasonProps) {
  const t = usePhrases(ownershipPhrases)
  return (
    <>
      <label className="pg-field__label" htmlFor={id}>
        {t('reason')}
      </label>
      <Input.TextArea
        id={id}
        rows={2}
        maxLength={500}
        value={value}
        {...(isUnsaid ? { status: 'error', 'aria-invalid': true, 'aria-describedby': `${id}-unsaid` } : {})}
        onChange={(event) => onChange(event.target.value)}
      />
      {isUnsaid && (
        <p className="pg-error" id={`${id}-unsaid`} role="alert">
          {t('reason_needed')}
        </p>
      )}
    </>
  )
}

/** Who may not see the customer in its pool would stand before a picture of what it was: they go to the pools. */
function useLeave(id: string): () => Promise<void> {
  const go = useGo()
  const { api, meta } = useRecordUi()
  return async () => {
    const customers = meta.object('customer')
    if (customers === undefined) return
    const problem = await records.get(api, customers, id).then(() => null, problemIn)
    if (problem?.code === 'record.not_found') go('/pools')
  }
}
