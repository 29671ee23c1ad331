import { Failure, GoLink, useActions, useRecordUi, useTitle } from '@perigon/record-ui'
import { EmptyState, linkOf, Skeleton, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { PoolCard } from './pool-card.tsx'
import { poolPhrases } from './pool-phrases.ts'
import { usePoolSettings } from './settings.queries.ts'
import { settingsPhrases } from './settings-phrases.ts'
import './pools.css'

/** Pools, their members and rules; for administrators. */
export function PoolSettingsPage() {
  const t = usePhrases(settingsPhrases)
  const words = usePhrases(poolPhrases)
  useTitle(t('title'))
  const actions = useActions()
  const object = useRecordUi().meta.object('customer_pool')
  const { pools, members, rules } = usePoolSettings()
  const parts = [pools, members, rules]
  const error = parts.find((part) => part.error !== null)?.error ?? null
  const isLoaded = parts.every((part) => part.data !== undefined)
  const create =
    object?.can.create === true ? (
      <Button type="primary" onClick={() => actions.create(object)}>
        {t('new_pool')}
      </Button>
    ) : null
  const list = pools.data?.data ?? []
  return (
    <div className="pg-page pg-stack pg-pools">
      <GoLink href="/pools">{words('title')}</GoLink>
      <header className="pg-pools__head">
        <h1>{t('title')}</h1>
        <span className="pg-grow" />
        {list.length > 0 && create}
      </header>
      <p className="pg-muted">{t('hint')}</p>
      {error !== null && <Failure error={error} onRetry={() => parts.forEach((part) => void part.refetch())} />}
      {!isLoaded && error === null && <Skeleton shape="cards" rows={2} />}
      {isLoaded && list.length === 0 && <EmptyState kind="first" title={t('none')} hint={t('none_hint')} actions={create} />}
      {isLoaded &&
        list.map((pool) => (
          <PoolCard
            key={pool.id}
            pool={pool}
            members={(members.data?.data ?? []).filter((each) => linkOf(each['pool'] ?? null)?.id === pool.id)}
            rules={(rules.data?.data ?? []).filter((each) => linkOf(each['pool'] ?? null)?.id === pool.id)}
          />
        ))}
    </div>
  )
}
