import type { ImportJob } from '@perigon/contracts'
import {
  EmptyState,
  formatNear,
  formatNumber,
  Skeleton,
  Tag,
  useFieldContext,
  useLabel,
  useLocale,
  usePhone,
  usePhrases,
} from '@perigon/ui'
import { useQuery } from '@tanstack/react-query'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { Failure } from '../frame/failure.tsx'
import { GoLink } from '../frame/go-link.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { useTitle } from '../frame/use-title.ts'
import { StartPanel } from './other-systems/start-panel.tsx'

const COLORS: { readonly [state: string]: string } = {
  done: 'green',
  failed: 'red',
  running: 'blue',
  checking: 'blue',
  paused: 'gold',
  checked: 'cyan',
}

/** All imports, newest first, with their state. */
export function ImportsScreen() {
  const { api } = useRecordUi()
  const t = usePhrases(importPhrases)
  const isPhone = usePhone()
  useTitle(t('all'))
  const jobs = useQuery({
    queryKey: ['imports'],
    queryFn: () => api.call<{ readonly data: readonly ImportJob[] }>('GET', '/api/v1/imports'),
    refetchInterval: 5000,
  })
  const rows = jobs.data?.data ?? []
  return (
    <div className="pg-page">
      <h1>{t('all')}</h1>
      <StartPanel />
      {jobs.error !== null && jobs.data === undefined && <Failure error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.isPending && <Skeleton shape="list" rows={6} />}
      {jobs.data !== undefined && rows.length === 0 && <EmptyState kind="first" title={t('none')} hint={t('none_hint')} />}
      {rows.length > 0 && isPhone && (
        <ul className="pg-card pg-import__list">
          {rows.map((job) => (
            <JobLine key={job.id} job={job} />
          ))}
        </ul>
      )}
      {rows.length > 0 && !isPhone && (
        <div className="pg-card pg-table-wrap">
          <table className="pg-table">
            <thead>
              <tr>
                {(['file', 'object', 'state', 'new', 'update', 'skip', 'fail', 'when'] as const).map((each) => (
                  <th key={each} scope="col">
                    {t(each)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((job) => (
                <JobRow key={job.id} job={job} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

/** An import on a narrow screen. */
function JobLine({ job }: { readonly job: ImportJob }) {
  const { meta } = useRecordUi()
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const object = meta.object(job.object)
  const { counts } = job
  const n = (value: number): string => formatNumber(value, locale)
  return (
    <li>
      <span className="pg-import__line">
        <GoLink href={`/imports/${job.id}`}>{job.file_name}</GoLink>
        <span className="pg-muted">→ {object === undefined ? job.object : label(object.label.many)}</span>
        <Tag color={COLORS[job.state]}>{t(`state_${job.state}`)}</Tag>
      </span>
      <span className="pg-muted">
        {t('counts', { new: n(counts.new), update: n(counts.update), skip: n(counts.skip), fail: n(counts.fail) })} ·{' '}
        {formatNear(job.created_at, locale, { timeZone, now: now() })}
      </span>
    </li>
  )
}

function JobRow({ job }: { readonly job: ImportJob }) {
  const { meta } = useRecordUi()
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const object = meta.object(job.object)
  return (
    <tr>
      <td>
        <GoLink href={`/imports/${job.id}`}>{job.file_name}</GoLink>
      </td>
      <td>{object === undefined ? job.object : label(object.label.many)}</td>
      <td>
        <Tag color={COLORS[job.state]}>{t(`state_${job.state}`)}</Tag>
      </td>
      {(['new', 'update', 'skip', 'fail'] as const).map((each) => (
        <td key={each} className="pg-number">
          {formatNumber(job.counts[each], locale)}
        </td>
      ))}
      <td>{formatNear(job.created_at, locale, { timeZone, now: now() })}</td>
    </tr>
  )
}
