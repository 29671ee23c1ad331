import { Failure, type RecordSlotProps, useRecordUi } from '@perigon/record-ui'
import { EmptyState, formatMoment, Skeleton, useFieldContext, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { Drawer } from 'antd'
import { type Change, useOwnership } from './pool.queries.ts'
import { useOwnershipText } from './ownership-text.ts'
import { ownershipPhrases } from './pool-phrases.ts'
import { PutBack } from './put-back.tsx'
import './pools.css'

/** When a customer goes back and why, who answered for it before, and putting it back. */
export function OwnershipDrawer({ record, onClose }: RecordSlotProps & { readonly onClose: () => void }) {
  const t = usePhrases(ownershipPhrases)
  const isPhone = usePhone()
  const text = useOwnershipText()
  const ownership = useOwnership(record.id)
  const mayChange = useRecordUi().meta.object('customer')?.can.update === true
  const reclaim = ownership.data?.reclaim ?? null
  return (
    <Drawer open size={isPhone ? '100%' : 480} title={t('title')} onClose={onClose} destroyOnHidden>
      <div className="pg-stack">
        {ownership.error !== null && <Failure error={ownership.error} onRetry={() => void ownership.refetch()} />}
        {ownership.data === undefined && ownership.error === null && <Skeleton shape="lines" rows={4} />}
        {ownership.data !== undefined && record['owner'] !== null && (
          <section>
            <p className="pg-ownership__big">{reclaim === null ? t('no_rule') : text.countdown(reclaim)}</p>
            {reclaim !== null && <p className="pg-ownership__why">{text.why(reclaim.facts)}</p>}
            {reclaim !== null && <p className="pg-ownership__why pg-muted">{t('how_to_keep')}</p>}
          </section>
        )}
        {ownership.data !== undefined && <Changes changes={ownership.data.changes} />}
        {mayChange && record['owner'] !== null && <PutBack record={record} onDone={onClose} />}
      </div>
    </Drawer>
  )
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const t = usePhrases(ownershipPhrases)
  const locale = useLocale()
  const { timeZone } = useFieldContext()
  const text = useOwnershipText()
  return (
    <section aria-labelledby="ownership-history">
      <h3 id="ownership-history">{t('history')}</h3>
      {changes.length === 0 && <EmptyState small kind="first" title={t('no_history')} />}
      <ol className="pg-ownership__changes">
        {changes.map((change) => {
          const why = change.facts === null ? change.reason : text.why(change.facts)
          return (
            <li key={`${change.at} ${change.kind}`}>
              <b>{text.change(change)}</b>
              {why !== null && <span>{why}</span>}
              <small className="pg-muted">{formatMoment(change.at, locale, timeZone)}</small>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
