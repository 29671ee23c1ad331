import { GoLink, useRecordUi } from '@perigon/record-ui'
import { formatNear, linkOf, Tag, textOf, toast, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Checkbox } from 'antd'
import type { KeyboardEvent } from 'react'
import { type Pooled, usePoolAct } from './pool.queries.ts'
import { poolPhrases } from './pool-phrases.ts'

type PooledLineProps = {
  readonly pool: string
  readonly row: Pooled
  readonly isFirst: boolean
  readonly isClaimed: boolean
  /** Null for those who give nothing to others. */
  readonly isPicked: boolean | null
  readonly onPick: () => void
  readonly onClaimed: (is: boolean) => void
}

/** One customer of a pool, with the button that makes it one's own. */
export function PooledLine({ pool, row, isFirst, isClaimed, isPicked, onPick, onClaimed }: PooledLineProps) {
  const t = usePhrases(poolPhrases)
  const { claim, isBusy } = useClaim({ pool, row, onClaimed })
  const name = textOf(row['name'])
  const isBlocked = row.blocked_until !== null
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key.toLowerCase() !== 'c' || isClaimed || isBlocked) return
    void claim()
    event.preventDefault()
  }
  return (
    <div role="row" className="pg-pooled__line" tabIndex={isFirst ? 0 : -1} onKeyDown={onKeyDown}>
      {isPicked !== null && (
        <span role="gridcell">
          <Checkbox aria-label={t('pick', { name })} checked={isPicked && !isClaimed} disabled={isClaimed} onChange={onPick} />
        </span>
      )}
      <span role="gridcell" className="pg-pooled__what">
        {isClaimed ? <GoLink href={`/customers/${row.id}`}>{name}</GoLink> : <b>{name}</b>}
        <Nature row={row} />
      </span>
      <Dates row={row} />
      <span role="gridcell" className="pg-pooled__act">
        {isClaimed && <Tag color="green">{t('mine')}</Tag>}
        {!isClaimed && isBlocked && <small className="pg-muted">{t('blocked', { until: row.blocked_until ?? '' })}</small>}
        {!isClaimed && !isBlocked && (
          <Button size="small" type="primary" loading={isBusy} aria-label={t('claim_name', { name })} onClick={() => void claim()}>
            {t('claim')}
          </Button>
        )}
      </span>
    </div>
  )
}

function Nature({ row }: { readonly row: Pooled }) {
  const label = useLabel()
  const fields = useRecordUi().meta.object('customer')?.fields ?? []
  const option = (key: string): string => {
    const found = fields.find((field) => field.key === key)?.options?.find((each) => each.value === row[key])
    return found === undefined ? '' : label(found.label)
  }
  const parts = [
    option('customer_type'),
    linkOf(row['industry'] ?? null)?.title ?? '',
    linkOf(row['region'] ?? null)?.title ?? '',
    option('lifecycle_stage'),
  ]
  return <small className="pg-muted">{parts.filter((part) => part !== '').join(' · ')}</small>
}

function Dates({ row }: { readonly row: Pooled }) {
  const t = usePhrases(poolPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const near = (key: string): string => formatNear(textOf(row[key]), locale, { timeZone, now: now() })
  return (
    <span role="gridcell" className="pg-pooled__dates">
      <small>{row['last_contact_at'] === null ? t('never') : `${t('last_contact')} ${near('last_contact_at')}`}</small>
      {row['pooled_at'] !== null && <small className="pg-muted">{t('since', { at: near('pooled_at') })}</small>}
    </span>
  )
}

function useClaim({ pool, row, onClaimed }: Pick<PooledLineProps, 'pool' | 'row' | 'onClaimed'>) {
  const t = usePhrases(poolPhrases)
  const act = usePoolAct()
  const name = textOf(row['name'])
  const body = { customer: row.id }
  // A refusal is told by the mutation itself.
  const told = (is: boolean, done: () => void) => (): void => {
    onClaimed(is)
    done()
  }
  const undo = (): Promise<void> =>
    act.mutateAsync({ pool, act: 'unclaim', body }).then(
      told(false, () => toast({ text: t('unclaimed', { name }) })),
      () => undefined,
    )
  const claim = (): Promise<void> =>
    act.mutateAsync({ pool, act: 'claim', body }).then(
      told(true, () => toast({ text: t('claimed', { name }), undo })),
      () => undefined,
    )
  return { claim, isBusy: act.isPending }
}
