import { ClockCircleOutlined, InboxOutlined } from '@ant-design/icons'
import { type RecordSlotProps, useOverlay } from '@perigon/record-ui'
import { formatDay, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { lazy } from 'react'
import { type Ownership, useOwnership } from './pool.queries.ts'
import { useOwnershipText } from './ownership-text.ts'
import { ownershipPhrases } from './pool-phrases.ts'
import './pools.css'

const OwnershipDrawer = lazy(async () => ({ default: (await import('./ownership.drawer.tsx')).OwnershipDrawer }))
/** From here on the countdown is a warning. */
const SOON = 5

/** Under the head of a customer: when it goes back to a pool and why, or how it came to lie in one. */
export function OwnershipBanner({ object, record }: RecordSlotProps) {
  const ownership = useOwnership(record.id)
  if (ownership.data === undefined) return null
  if (record['owner'] === null) return <Pooled object={object} record={record} ownership={ownership.data} />
  return <Countdown object={object} record={record} ownership={ownership.data} />
}

type BannerProps = RecordSlotProps & { readonly ownership: Ownership }

function Countdown({ object, record, ownership: { reclaim } }: BannerProps) {
  const t = usePhrases(ownershipPhrases)
  const locale = useLocale()
  const text = useOwnershipText()
  if (reclaim === null) return null
  const why = text.why(reclaim.facts)
  return (
    <aside className={`pg-ownership${reclaim.left <= SOON ? ' pg-ownership--soon' : ''}`} aria-label={t('title')}>
      <ClockCircleOutlined aria-hidden />
      <span className="pg-ownership__text">
        <b>{text.countdown(reclaim)}</b>
        <small>{[formatDay(reclaim.date, locale), ...(why === null ? [] : [why])].join(' · ')}</small>
      </span>
      <More object={object} record={record} />
    </aside>
  )
}

function Pooled({ object, record, ownership }: BannerProps) {
  const t = usePhrases(ownershipPhrases)
  const text = useOwnershipText()
  const [last] = ownership.changes
  if (last === undefined) return null
  const why = last.facts === null ? last.reason : text.why(last.facts)
  return (
    <aside className="pg-ownership pg-ownership--soon" aria-label={t('title')}>
      <InboxOutlined aria-hidden />
      <span className="pg-ownership__text">
        <b>{text.change(last)}</b>
        {why !== null && <small>{why}</small>}
      </span>
      <More object={object} record={record} />
    </aside>
  )
}

function More({ object, record }: RecordSlotProps) {
  const t = usePhrases(ownershipPhrases)
  const show = useOverlay()
  return (
    <Button type="link" size="small" onClick={() => show((close) => <OwnershipDrawer object={object} record={record} onClose={close} />)}>
      {t('details')}
    </Button>
  )
}
