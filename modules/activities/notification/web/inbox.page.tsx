import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { Failure, GoLink, useAggregate, usePages, useRecordUi, useTitle } from '@perigon/record-ui'
import { EmptyState, formatNumber, SearchBox, Skeleton, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Segmented, Select } from 'antd'
import { NOTIFICATION_KINDS, OPEN, UNREAD } from '../notification.object.ts'
import { INBOX_STATES, inboxQuery } from './inbox-query.ts'
import { InboxList } from './inbox-list.tsx'
import { inboxPhrases } from './inbox-phrases.ts'
import { type InboxChoice, useInboxAddress } from './use-inbox-address.ts'
import { useNotificationActions } from './use-notification-actions.ts'
import './inbox.css'

const PAGE = 50

/** Everything the person was told: by state and kind, searched, and done with one key. */
export function InboxPage() {
  const t = usePhrases(inboxPhrases)
  useTitle(t('title'))
  const { meta } = useRecordUi()
  const object = meta.object('notification')
  if (object === undefined) return <EmptyState kind="right" title={t('title')} />
  return <Inbox object={object} />
}

function Inbox({ object }: { readonly object: ObjectMeta }) {
  const t = usePhrases(inboxPhrases)
  const [choice, change] = useInboxAddress()
  const actions = useNotificationActions(object)
  const { state, kinds, q } = choice
  const pages = usePages(object, {
    ...inboxQuery(state, kinds),
    limit: PAGE,
    ...(q === '' ? {} : { q }),
  })
  const rows: readonly WireRecord[] = pages.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <div className="pg-page pg-inbox">
      <header className="pg-inbox__head">
        <h1>{t('title')}</h1>
        <span className="pg-grow" />
        <GoLink href="/notifications/preferences">{t('preferences')}</GoLink>
        <Button onClick={() => void actions.readAll({ kinds, q })}>{t('mark_all_read')}</Button>
      </header>
      <p className="pg-muted pg-inbox__hint">{t('hint')}</p>
      <Choices object={object} choice={choice} change={change} />
      {pages.error !== null && rows.length === 0 && <Failure error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isPending && <Skeleton shape="lines" rows={8} />}
      {pages.data !== undefined && rows.length === 0 && <Nothing choice={choice} onClear={() => change({ kinds: [], q: '' })} />}
      {rows.length > 0 && <InboxList object={object} rows={rows} />}
      {pages.hasNextPage && (
        <Button className="pg-inbox__more" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </div>
  )
}

type ChoicesProps = {
  readonly object: ObjectMeta
  readonly choice: InboxChoice
  readonly change: (part: Partial<InboxChoice>) => void
}

function Choices({ object, choice, change }: ChoicesProps) {
  const t = usePhrases(inboxPhrases)
  const label = useLabel()
  const locale = useLocale()
  const counts = useAggregate(object, {
    measures: [
      { fn: 'count', where: OPEN },
      { fn: 'count', where: UNREAD },
    ],
  })
  const values = counts.data?.rows[0]?.values ?? []
  const countOf = (state: (typeof INBOX_STATES)[number]): string => {
    const n = state === 'open' ? values[0] : state === 'unread' ? values[1] : undefined
    return typeof n === 'number' && n > 0 ? ` ${formatNumber(n, locale)}` : ''
  }
  return (
    <div className="pg-inbox__choices">
      <Segmented
        aria-label={t('state')}
        value={choice.state}
        options={INBOX_STATES.map((each) => ({ value: each, label: `${t(each)}${countOf(each)}` }))}
        onChange={(state) => change({ state })}
      />
      <Select
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        aria-label={t('kinds')}
        placeholder={t('kinds')}
        value={[...choice.kinds]}
        options={NOTIFICATION_KINDS.map((option) => ({ value: option.value, label: label(option.label) }))}
        onChange={(kinds: string[]) => change({ kinds })}
      />
      <SearchBox className="pg-inbox__search" label={t('search')} value={choice.q} onSearch={(q) => change({ q })} />
    </div>
  )
}

function Nothing({ choice, onClear }: { readonly choice: InboxChoice; readonly onClear: () => void }) {
  const t = usePhrases(inboxPhrases)
  const isNarrowed = choice.kinds.length > 0 || choice.q !== ''
  if (isNarrowed)
    return (
      <EmptyState
        kind="result"
        title={t('empty_result')}
        hint={t('empty_result_hint')}
        actions={<Button onClick={onClear}>{t('clear')}</Button>}
      />
    )
  const title = choice.state === 'unread' ? t('empty_unread') : choice.state === 'done' ? t('empty_done') : t('empty_open')
  return <EmptyState kind="first" title={title} hint={t('empty_open_hint')} />
}
