import type { WireRecord } from '@perigon/contracts'
import { useActions, useRecordUi } from '@perigon/record-ui'
import { EmptyState, linkOf, Skeleton, Tag, textOf, useFieldContext, usePhrases, today } from '@perigon/ui'
import { Button } from 'antd'
import { organizationPhrases } from './organization-phrases.ts'
import { useDelegations } from './organization.queries.ts'

/** Who stands in for whom, from when to when, and who arranged it. */
export function Delegations() {
  const t = usePhrases(organizationPhrases)
  const { meta } = useRecordUi()
  const actions = useActions()
  const { timeZone, now } = useFieldContext()
  const day = today(now(), timeZone)
  const object = meta.object('delegation')
  const page = useDelegations(object, day)
  if (object === undefined) return null
  return (
    <section className="pg-card pg-related" aria-label={t('delegations')}>
      <header>
        <h2>{t('delegations')}</h2>
        <span className="pg-grow" />
        {object.can.create && (
          <Button size="small" onClick={() => actions.create(object)}>
            {t('new_delegation')}
          </Button>
        )}
      </header>
      <p className="pg-muted pg-org__facts">{t('delegation_hint')}</p>
      {page.data === undefined && <Skeleton shape="lines" rows={2} />}
      {page.data?.data.length === 0 && <EmptyState small kind="first" title={t('no_delegations')} />}
      <ul className="pg-org__delegations">
        {(page.data?.data ?? []).map((record) => (
          <Line key={record.id} record={record} day={day} onEnd={object.can.delete ? () => actions.remove(object, record) : null} />
        ))}
      </ul>
    </section>
  )
}

function Line({ record, day, onEnd }: { readonly record: WireRecord; readonly day: string; readonly onEnd: (() => void) | null }) {
  const t = usePhrases(organizationPhrases)
  const name = (key: string): string => linkOf(record[key] ?? null)?.title ?? ''
  const who = t('delegation', { from: name('from_employee'), to: name('to_employee') })
  const isNow = textOf(record['start']) <= day
  return (
    <li>
      <span className="pg-grow">
        <b>{who}</b>
        <small className="pg-muted">
          {t('delegation_time', {
            start: textOf(record['start']),
            end: textOf(record['end']),
            reason: textOf(record['reason']),
            by: name('created_by'),
          })}
        </small>
      </span>
      <Tag color={isNow ? 'green' : 'blue'}>{t(isNow ? 'delegation_now' : 'delegation_later')}</Tag>
      {onEnd !== null && (
        <Button size="small" aria-label={t('end_delegation', { name: who })} onClick={onEnd}>
          {t('cancel_delegation')}
        </Button>
      )}
    </li>
  )
}
