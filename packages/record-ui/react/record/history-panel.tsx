import { auditActor, type HistoryEntry, type ObjectMeta, type WireRecord } from '@perigon/contracts'
import {
  Avatar,
  fieldUi,
  formatMoment,
  formatNear,
  EmptyState,
  Skeleton,
  useFieldContext,
  useLabel,
  useLocale,
  usePhrases,
} from '@perigon/ui'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { fieldOf } from '../../core/meta-index.ts'
import { records } from '../../core/records.ts'
import { listPhrases, recordPhrases } from '../../phrases/record-phrases.ts'
import { keys } from '../data/queries.ts'
import { Failure } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'

/** Who changed what, newest first, with both values. */
export function HistoryPanel({ object, record }: { readonly object: ObjectMeta; readonly record: WireRecord }) {
  const { api } = useRecordUi()
  const t = usePhrases(recordPhrases)
  const l = usePhrases(listPhrases)
  const pages = useInfiniteQuery({
    queryKey: keys.history(object, record.id),
    queryFn: ({ pageParam }) => records.history(api, object, { id: record.id, ...(pageParam === '' ? {} : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
  if (pages.error !== null) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />
  if (pages.data === undefined) return <Skeleton shape="lines" rows={5} />
  const entries = pages.data.pages.flatMap((page) => page.data)
  if (entries.length === 0) return <EmptyState small kind="first" title={t('history_empty')} />
  return (
    <div className="pg-history">
      <ol>
        {entries.map((entry) => (
          <Entry key={entry.id} object={object} entry={entry} />
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {l('load_more')}
        </Button>
      )}
    </div>
  )
}

function Entry({ object, entry }: { readonly object: ObjectMeta; readonly entry: HistoryEntry }) {
  const t = usePhrases(recordPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const who = label(auditActor({ actor: entry.actor.id, actor_name: entry.actor.name, op: entry.op }))
  const changes = Object.entries(entry.changes).flatMap(([key, change]) => {
    const field = fieldOf(object, key)
    return field === undefined ? [] : [{ field, ...change }]
  })
  return (
    <li className="pg-history__entry">
      <Avatar name={who} />
      <div>
        <p>
          <b>{who}</b> {t(`history_${entry.op}`)}{' '}
          <time className="pg-muted" dateTime={entry.at} title={formatMoment(entry.at, locale, timeZone)}>
            {formatNear(entry.at, locale, { timeZone, now: now() })}
          </time>
        </p>
        <ul>
          {changes.map(({ field, before, after }) => {
            const { Cell } = fieldUi(field)
            return (
              <li key={field.key} className="pg-history__change">
                <span className="pg-muted">{label(field.label)}</span>
                {entry.op !== 'create' && <del>{before === null ? '–' : <Cell field={field} value={before} />}</del>}
                {entry.op !== 'create' && <span aria-hidden>→</span>}
                <ins>{after === null ? '–' : <Cell field={field} value={after} />}</ins>
              </li>
            )
          })}
        </ul>
      </div>
    </li>
  )
}
