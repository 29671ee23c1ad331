import { Failure, GoLink, useRecordUi, useTitle } from '@perigon/record-ui'
import { EmptyState, formatNumber, SearchBox, Skeleton, useLocale, usePhrases } from '@perigon/ui'
import { Segmented } from 'antd'
import { useState } from 'react'
import { type Pool, usePools } from './pool.queries.ts'
import { poolPhrases } from './pool-phrases.ts'
import { PooledList } from './pooled-list.tsx'
import './pools.css'

/** The pools one takes part in, and what lies in them to be claimed. */
export function PoolsPage() {
  const t = usePhrases(poolPhrases)
  useTitle(t('title'))
  const pools = usePools()
  const maySet = useRecordUi().meta.object('customer_pool')?.can.create === true
  const [picked, pick] = useState<string | null>(null)
  const list = pools.data?.data ?? []
  const pool = list.find((each) => each.id === picked) ?? list[0]
  return (
    <div className="pg-page pg-stack pg-pools">
      <header className="pg-pools__head">
        <h1>{t('title')}</h1>
        {maySet && <GoLink href="/pool-settings">{t('settings')}</GoLink>}
      </header>
      <p className="pg-muted">{t('hint')}</p>
      {pools.error !== null && <Failure error={pools.error} onRetry={() => void pools.refetch()} />}
      {pools.data === undefined && pools.error === null && <Skeleton shape="lines" rows={8} />}
      {pools.data !== undefined && pool === undefined && (
        <EmptyState kind="first" title={t(maySet ? 'none_admin' : 'none')} hint={t(maySet ? 'none_admin_hint' : 'none_hint')} />
      )}
      {pool !== undefined && <PoolView key={pool.id} pool={pool} pools={list} onPick={pick} />}
    </div>
  )
}

type PoolViewProps = { readonly pool: Pool; readonly pools: readonly Pool[]; readonly onPick: (id: string) => void }

function PoolView({ pool, pools, onPick }: PoolViewProps) {
  const t = usePhrases(poolPhrases)
  const locale = useLocale()
  const [q, setQ] = useState('')
  const name = (each: Pool): string => (locale === 'zh-CN' ? each.name : (each.name_en ?? each.name))
  const used = [
    ...(pool.claim_limit === null ? [] : [t('held', { n: pool.held, limit: pool.claim_limit })]),
    ...(pool.daily_limit === null ? [] : [t('today', { n: pool.today, limit: pool.daily_limit })]),
  ]
  return (
    <>
      <div className="pg-pools__bar">
        <Segmented
          aria-label={t('which')}
          value={pool.id}
          options={pools.map((each) => ({ value: each.id, label: `${name(each)} ${formatNumber(each.count, locale)}` }))}
          onChange={onPick}
        />
        <SearchBox className="pg-pools__search" label={t('search')} value={q} onSearch={setQ} />
        {used.length > 0 && <span className="pg-muted">{used.join(' · ')}</span>}
      </div>
      <PooledList pool={pool} q={q} />
    </>
  )
}
