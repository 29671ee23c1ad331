import { Failure, type RecordSlotProps, useRecordUi } from '@perigon/record-ui'
import { Avatar, formatNumber, Skeleton, Tag, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import './access.css'
import { type Access, useAccess } from './access.queries.ts'
import { accessPhrases } from './access-phrases.ts'
import { ReasonLine } from './reason-line.tsx'
import { Shares } from './shares.tsx'

/** Why one sees a record, whom it is shared with, who else sees it. */
export function AccessDrawer({ object, record, onClose }: RecordSlotProps & { readonly onClose: () => void }) {
  const t = usePhrases(accessPhrases)
  const isPhone = usePhone()
  const tools = useAccess(object, record.id)
  const { access } = tools
  return (
    <Drawer open size={isPhone ? '100%' : 480} title={t('title')} onClose={onClose} destroyOnHidden>
      <div className="pg-access">
        {access.error !== null && <Failure error={access.error} onRetry={() => void access.refetch()} />}
        {access.data === undefined && access.error === null && <Skeleton shape="lines" rows={4} />}
        {access.data !== undefined && <Why access={access.data} />}
        {access.data !== undefined && isShareable(access.data) && <Shares tools={tools} maySharing={access.data.can.share} />}
        {access.data?.outside !== true && <Others tools={tools} />}
      </div>
    </Drawer>
  )
}

function isShareable({ reasons, private: isPrivate, outside }: Access): boolean {
  return reasons.some((each) => each.kind !== 'everyone') && !isPrivate && !outside
}

function Why({ access }: { readonly access: Access }) {
  const t = usePhrases(accessPhrases)
  const { update, delete: remove, share } = access.can
  return (
    <section aria-labelledby="access-why">
      <h3 id="access-why">{t('why')}</h3>
      <ul className="pg-access__reasons">
        {access.reasons.map((reason) => (
          <ReasonLine key={`${reason.kind} ${reason.via ?? ''}`} reason={reason} />
        ))}
      </ul>
      <p className="pg-access__may">
        <span className="pg-muted">{t('you_may')}</span>
        <Tag color="blue">{t('may_read')}</Tag>
        {update && <Tag color="blue">{t('may_update')}</Tag>}
        {remove && <Tag color="blue">{t('may_delete')}</Tag>}
        {share && <Tag color="blue">{t('may_share')}</Tag>}
      </p>
      {access.private && <p className="pg-muted">{t('private')}</p>}
    </section>
  )
}

const FIRST = 8

function Others({ tools }: { readonly tools: ReturnType<typeof useAccess> }) {
  const t = usePhrases(accessPhrases)
  const locale = useLocale()
  const [isAll, setAll] = useState(false)
  const { data, error, refetch } = tools.people
  const { session } = useRecordUi()
  const list = (data?.data ?? []).filter((each) => each.user !== session.user.id)
  const n = formatNumber(list.length, locale)
  return (
    <section aria-labelledby="access-others">
      <h3 id="access-others">
        {t('others')} {data !== undefined && <span className="pg-count pg-number">{t('others_n', { n })}</span>}
      </h3>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton shape="lines" rows={3} />}
      <ul className="pg-access__people">
        {(isAll ? list : list.slice(0, FIRST)).map((each) => (
          <li key={each.user}>
            <Avatar name={each.name} />
            <span>{each.name}</span>
            <span className="pg-grow pg-muted">{t(`reason_${each.reason.kind}`)}</span>
            {each.writes && <Tag color="gold">{t('can_change')}</Tag>}
          </li>
        ))}
      </ul>
      {!isAll && list.length > FIRST && (
        <Button size="small" onClick={() => setAll(true)}>
          {t('others_all', { n })}
        </Button>
      )}
      {data?.more === true && <p className="pg-muted">{t('others_more', { n: data.asked })}</p>}
    </section>
  )
}
