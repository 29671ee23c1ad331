import { Failure, GoLink, useRecordUi } from '@perigon/record-ui'
import { formatDay, Skeleton, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { Button, Drawer } from 'antd'
import { type Asked, type Figures, usePreviewRecords } from './reminder.queries.ts'
import { reminderPhrases } from './reminder-phrases.ts'

type RecordsProps = {
  readonly asked: Asked
  readonly step: string
  readonly waiting: boolean
  readonly title: string
  readonly who: Figures['who']
  readonly onClose: () => void
}

/** The records behind a number of the preview, those that wait longest first, and who would be told of them. */
export function RungRecords({ asked, step, waiting, title, who, onClose }: RecordsProps) {
  const t = usePhrases(reminderPhrases)
  const locale = useLocale()
  const isPhone = usePhone()
  const object = useRecordUi().meta.object(asked.object)
  const pages = usePreviewRecords(asked, { step, waiting })
  const rows = pages.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Drawer open size={isPhone ? '100%' : 560} title={title} onClose={onClose} destroyOnHidden>
      <div className="pg-stack">
        {who.length > 0 && (
          <p className="pg-muted">{t('who', { names: who.map(({ name, records }) => `${name} ${records}`).join(' · ') })}</p>
        )}
        {pages.error !== null && <Failure error={pages.error} onRetry={() => void pages.refetch()} />}
        {pages.isPending && <Skeleton shape="lines" rows={8} />}
        <ul className="pg-rung-records">
          {rows.map(({ id, title: name, owner, base }) => (
            <li key={id}>
              <GoLink href={`/${object?.path ?? asked.object}/${id}`} onClick={onClose}>
                {name ?? id}
              </GoLink>
              <span className="pg-muted">{[...(owner === null ? [] : [owner]), formatDay(base, locale)].join(' · ')}</span>
            </li>
          ))}
        </ul>
        {pages.hasNextPage && (
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
      </div>
    </Drawer>
  )
}
