import { systemClock } from '@perigon/contracts'
import { Failure, useRecordUi, useTitle } from '@perigon/record-ui'
import { EmptyState, LinkSelect, periodPhrases, Skeleton, textOf, useFieldContext, usePhrases, zoned } from '@perigon/ui'
import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { FunnelBreakdown } from './funnel-breakdown.tsx'
import { FunnelConversion } from './funnel-conversion.tsx'
import { FunnelFigures } from './funnel-figures.tsx'
import { useFunnelGroups } from './funnel-groups.ts'
import { FunnelPicture } from './funnel-picture.tsx'
import { ALL_PROCESSES, DATE_CHOICES, type FunnelScope, PERIOD_CHOICES, scopeConditions, useFunnelScope } from './funnel-scope.ts'
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
  const choice = useFunnelGroups(object, scope)
  if (object === undefined) return null
  if (choice.error !== null) return <Failure error={choice.error} onRetry={choice.retry} />
  if (choice.isPending) return <Skeleton shape="record" rows={6} />
  if (choice.chosen === null) return <EmptyState kind="first" title={t('none_process')} />
  const conditions = scopeConditions(scope, choice.chosen)
  const parts = { object, conditions, measure: scope.measure, groups: choice.groups }
  const processes = choice.processes.map((each) => ({ value: each.id, label: textOf(each['name']) }))
  return (
    <div className="pg-page pg-funnel">
      <header className="pg-funnel__head">
        <h1>{t('funnel')}</h1>
        <span className="pg-grow" />
        <span className="pg-muted">{t('as_of', { at: zoned(at, timeZone)?.time ?? '' })}</span>
      </header>
      <ScopeBar
        scope={scope}
        processes={choice.hasAll ? [{ value: ALL_PROCESSES, label: t('process_all') }, ...processes] : processes}
        process={choice.chosen}
        onChange={change}
      />
      <FunnelFigures {...parts} />
      <div className="pg-funnel__columns">
        <FunnelPicture {...parts} />
        <FunnelStages {...parts} />
      </div>
      <FunnelConversion {...parts} />
      <FunnelBreakdown {...parts} by={scope.by} onBy={(by) => change({ by })} />
    </div>
  )
}

function ScopeBar(props: {
  readonly scope: FunnelScope
  readonly processes: { value: string; label: string }[]
  readonly process: string
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
        value={props.process}
        options={props.processes}
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
