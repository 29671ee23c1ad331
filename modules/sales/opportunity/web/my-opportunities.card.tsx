import type { Condition } from '@perigon/contracts'
import { Failure, fieldOf, GoLink, listHref, titleOf, usePage, useRecordUi } from '@perigon/record-ui'
import {
  EmptyState,
  fieldUi,
  formatNumber,
  general,
  linkOf,
  Skeleton,
  Tag,
  textOf,
  today,
  useFieldContext,
  useLocale,
  usePhrases,
} from '@perigon/ui'
import { salesPhrases } from './sales-phrases.ts'

const MINE: Condition = {
  and: [
    { field: 'owner', op: 'eq', value: { me: true } },
    { field: 'state', op: 'eq', value: 'open' },
  ],
}

/** Home: what I am working on, the closest to closing first. */
export function MyOpportunitiesCard() {
  const t = usePhrases(salesPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const { meta } = useRecordUi()
  const object = meta.object('opportunity')
  const page = usePage(object, {
    filter: MINE,
    sort: ['expected_close'],
    limit: 8,
    fields: ['name', 'customer', 'stage', 'amount', 'expected_close'],
    count: 'capped',
  })
  if (object === undefined) return null
  const amount = fieldOf(object, 'amount')
  const n = page.data?.count ?? 0
  const rows = page.data?.data ?? []
  return (
    <section className="pg-card pg-home__card" aria-label={t('mine')}>
      <h2>
        {t('mine')}
        {n > 0 && <span className="pg-count pg-number">{formatNumber(n, locale)}</span>}
        <span className="pg-grow" />
        {n > rows.length && (
          <GoLink className="pg-home__all" href={listHref(object, MINE)}>
            {words('view_all')}
          </GoLink>
        )}
      </h2>
      {page.error !== null && page.data === undefined && <Failure error={page.error} onRetry={() => void page.refetch()} />}
      {page.isPending && <Skeleton shape="lines" rows={4} />}
      {page.data !== undefined && rows.length === 0 && <EmptyState small kind="first" title={t('mine_empty')} />}
      <ul className="pg-lines">
        {rows.map((record) => (
          <li key={record.id}>
            <Tag color="blue">{linkOf(record['stage'])?.title ?? ''}</Tag>
            <GoLink href={`/${object.path}/${record.id}`}>{titleOf(object, record)}</GoLink>
            <span className="pg-grow" />
            {amount !== undefined && <Amount field={amount} record={record} />}
            <Expected day={textOf(record['expected_close'])} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Expected({ day }: { readonly day: string }) {
  const t = usePhrases(salesPhrases)
  const { timeZone, now } = useFieldContext()
  if (day === '') return null
  const isLate = day < today(now(), timeZone)
  return (
    <small className={isLate ? 'pg-late pg-number' : 'pg-muted pg-number'} title={t(isLate ? 'close_late' : 'close_expected')}>
      {isLate && <span className="pg-sr">{t('close_late')} </span>}
      {day}
    </small>
  )
}

function Amount({
  field,
  record,
}: {
  readonly field: NonNullable<ReturnType<typeof fieldOf>>
  readonly record: { readonly [key: string]: Parameters<typeof linkOf>[0] }
}) {
  const { Cell } = fieldUi(field)
  return <Cell field={field} value={record[field.key] ?? null} />
}
