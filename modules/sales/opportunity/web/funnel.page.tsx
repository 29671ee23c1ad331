import type { WireRecord } from '@perigon/contracts'
import { systemClock } from '@perigon/contracts'
import { Failure, usePage, useRecordUi, useTitle } from '@perigon/record-ui'
import { EmptyState, LinkSelect, periodPhrases, Skeleton, textOf, useFieldContext, usePhrases, zoned } from '@perigon/ui'
import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { FunnelBreakdown } from './funnel-breakdown.tsx'
import { FunnelConversion } from './funnel-conversion.tsx'
import { FunnelFigures } from './funnel-figures.tsx'
import { DATE_CHOICES, type FunnelScope, PERIOD_CHOICES, scopeConditions, useFunnelScope } from './funnel-scope.ts'
import { FunnelStages } from './funnel-stages.tsx'
import { salesPhrases } from './sales-phrases.ts'
import './funnel.css'

/** The funnel: what stands where, what was won and lost, how stages convert; every number opens its list. */
export function FunnelPage() {
  const t = usePhrases(salesPhrases)
  const { meta } = useRecordUi()
  const { timeZone } = useFieldContext()
  const [at] = useState(() => systemClock.now().toISOString())
  const [scope, change] = useFunnelScope()
  useTitle(t('funnel'))
  const object = meta.object('opportunity')
  const processes = usePage(meta.object('sales_process'), { sort: ['name'], limit: 50 })
  const all = processes.data?.data ?? []
  const process = all.find((each) => each.id === scope.process) ?? all.find((each) => each['is_default'] === true) ?? all[0]
  const stages = usePage(
    meta.object('sales_stage'),
    { filter: { field: 'process', op: 'eq', value: process?.id ?? '' }, sort: ['position'], limit: 50 },
    process !== undefined,
  )
  if (object === undefined) return null
  if (processes.error !== null) return <Failure error={processes.error} onRetry={() => void processes.refetch()} />
  if (processes.isPending) return <Skeleton shape="record" rows={6} />
  if (process === undefined) return <EmptyState kind="first" title={t('none_process')} />
  const conditions = scopeConditions(scope, process.id)
  const parts = { object, conditions, measure: scope.measure, stages: stages.data?.data ?? [] }
  return (
    <div className="pg-page pg-funnel">
      <header className="pg-funnel__head">
        <h1>{t('funnel')}</h1>
        <span className="pg-grow" />
        <span className="pg-muted">{t('as_of', { at: zoned(at, timeZone)?.time ?? '' })}</span>
      </header>
      <ScopeBar scope={scope} processes={all} process={process} onChange={change} />
      <FunnelFigures {...parts} />
      <div className="pg-funnel__columns">
        <FunnelStages {...parts} />
        <FunnelConversion {...parts} />
      </div>
      <FunnelBreakdown {...parts} by={scope.by} onBy={(by) => change({ by })} />
    </div>
  )
}

function ScopeBar(props: {
  readonly scope: FunnelScope
  readonly processes: readonly WireRecord[]
  readonly process: WireRecord
  readonly onChange: (change: Partial<FunnelScope>) => void
}) {
  const t = usePhrases(salesPhrases)
  const named = usePhrases(periodPhrases)
  const { scope, onChange } = props
  const dates = { engaged_on: t('date_engaged'), closed_on: t('date_closed'), expected_close: t('date_expected') }
  const periods = PERIOD_CHOICES.map((each) => ({
    value: each,
    label: each === 'all' ? t('period_all') : each === 'last_n_months' ? named('last_n_months_n', { n: 12 }) : named(each),
  }))
  return (
    <div className="pg-toolbar" role="group" aria-label={t('funnel')}>
      <Select
        aria-label={t('process')}
        value={props.process.id}
        options={props.processes.map((each) => ({ value: each.id, label: textOf(each['name']) }))}
        onChange={(process) => onChange({ process })}
        popupMatchSelectWidth={false}
      />
      <Select
        aria-label={t('period')}
        value={scope.period}
        options={periods}
        onChange={(period) => onChange({ period })}
        popupMatchSelectWidth={false}
      />
      {scope.period !== 'all' && (
        <Select
          aria-label={t('date_basis')}
          value={scope.date}
          options={DATE_CHOICES.map((each) => ({ value: each, label: dates[each] }))}
          onChange={(date) => onChange({ date })}
          popupMatchSelectWidth={false}
        />
      )}
      <ScopeLink name={t('owner')} target="employee" value={scope.owner} onPick={(owner) => onChange({ owner })} />
      <ScopeLink name={t('team')} target="department" value={scope.department} onPick={(department) => onChange({ department })} />
      <ScopeLink name={t('product')} target="product" value={scope.product} onPick={(product) => onChange({ product })} />
      <span className="pg-grow" />
      <Segmented
        aria-label={t('measure')}
        value={scope.measure}
        options={[
          { value: 'count' as const, label: t('count') },
          { value: 'amount' as const, label: t('amount') },
        ]}
        onChange={(measure) => onChange({ measure })}
      />
    </div>
  )
}

function ScopeLink({
  name,
  target,
  value,
  onPick,
}: {
  readonly name: string
  readonly target: string
  readonly value: FunnelScope['owner']
  readonly onPick: (link: FunnelScope['owner']) => void
}) {
  return (
    <span className="pg-funnel__link">
      <LinkSelect control={{ 'aria-label': name }} placeholder={name} target={target} value={value} clearable onPick={onPick} />
    </span>
  )
}
