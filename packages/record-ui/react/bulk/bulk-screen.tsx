import type { BulkJob, BulkState, BulkToldChange } from '@perigon/contracts'
import { EmptyState, formatNear, formatNumber, general, Skeleton, Tag, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { bulkPhrases } from '../../phrases/bulk-phrases.ts'
import { Failure } from '../frame/failure.tsx'
import { GoLink } from '../frame/go-link.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { useTitle } from '../frame/use-title.ts'
import { canUndo, isMoving, problemsHref, useBulkActions, useBulkJobs, useBulkProblems, useToldChanges } from './bulk-api.ts'
import { BulkProgress } from './bulk-progress.tsx'
import { ToldChange } from './bulk-told.tsx'

const COLORS: { readonly [state in BulkState]: string } = {
  queued: 'default',
  running: 'blue',
  done: 'green',
  cancelled: 'gold',
  failed: 'red',
  undoing: 'blue',
  undone: 'cyan',
}

/** The person's changes of many records, newest first: how far they are, what was left and why, and taking them back. */
export function BulkScreen({ open }: { readonly open: string | null }) {
  const t = usePhrases(bulkPhrases)
  useTitle(t('history'))
  const jobs = useBulkJobs()
  const rows = jobs.data?.data ?? []
  const told = useToldChanges(rows[0]?.id).data?.data ?? []
  return (
    <div className="pg-page">
      <h1>{t('history')}</h1>
      {jobs.error !== null && jobs.data === undefined && <Failure error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.isPending && <Skeleton shape="list" rows={6} />}
      {jobs.data !== undefined && rows.length === 0 && <EmptyState kind="first" title={t('none')} hint={t('none_hint')} />}
      <ul className="pg-bulk-jobs">
        {rows.map((job) => (
          <JobCard key={job.id} job={job} told={told.find((each) => each.id === job.id)} isOpen={job.id === open} />
        ))}
      </ul>
    </div>
  )
}

type CardProps = { readonly job: BulkJob; readonly told: BulkToldChange | undefined; readonly isOpen: boolean }

function JobCard({ job, told, isOpen }: CardProps) {
  const t = usePhrases(bulkPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const [isShown, setShown] = useState(isOpen)
  const { cancel, undo } = useBulkActions()
  const left = job.state === 'undone' || job.state === 'undoing' ? job.kept : job.failed
  return (
    <li className="pg-card pg-bulk-job">
      <div className="pg-bulk-job__head">
        <b className="pg-bulk-job__name">{useJobName(job)}</b>
        <Tag color={COLORS[job.state]}>{t(`state_${job.state}`)}</Tag>
        <span className="pg-muted">{formatNear(job.created_at, locale, { timeZone, now: now() })}</span>
        <span className="pg-grow" />
        {left > 0 && (
          <Button size="small" type="link" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {t('show_problems', { n: formatNumber(left, locale) })}
          </Button>
        )}
        {(job.state === 'running' || job.state === 'queued') && (
          <Button size="small" danger onClick={() => cancel(job.id)}>
            {t('stop')}
          </Button>
        )}
        {canUndo(job) && (
          <Button size="small" onClick={() => undo(job.id)}>
            {t('undo')}
          </Button>
        )}
      </div>
      <ToldChange job={job} told={told} />
      {isMoving(job) ? (
        <BulkProgress job={job} />
      ) : (
        <p className="pg-muted">{summary(job, { say: t, number: (n) => formatNumber(n, locale) })}</p>
      )}
      {isShown && left > 0 && <Problems id={job.id} />}
    </li>
  )
}

/** Of what, and what was done, in the reader's language; which groups were merged is in the name that was kept. */
function useJobName({ name, object: key, verb }: BulkJob): string {
  const t = usePhrases(bulkPhrases)
  const label = useLabel()
  const object = useRecordUi().meta.object(key)
  if (verb === 'merge' || object === undefined) return name ?? t(verb)
  return `${label(object.label.many)} · ${t(verb)}`
}

type Words = {
  readonly say: (
    key: 'undone_all' | 'undone_partly' | 'cancelled' | 'failed' | 'merged' | 'merged_partly' | 'done_partly' | 'deleted' | 'done',
    values: { readonly [name: string]: string },
  ) => string
  readonly number: (n: number) => string
}

function summary(job: BulkJob, { say, number }: Words): string {
  const counts = { n: number(job.done), failed: number(job.failed) }
  if (job.state === 'undone')
    return job.kept === 0 ? say('undone_all', { n: number(job.undone) }) : say('undone_partly', { n: number(job.kept) })
  if (job.verb === 'merge' && job.state !== 'failed') return say(job.failed > 0 ? 'merged_partly' : 'merged', counts)
  if (job.state === 'cancelled' || job.state === 'failed') return say(job.state, counts)
  if (job.failed > 0) return say('done_partly', counts)
  return say(job.verb === 'delete' ? 'deleted' : 'done', counts)
}

function Problems({ id }: { readonly id: string }) {
  const t = usePhrases(bulkPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const { meta } = useRecordUi()
  const problems = useBulkProblems(id)
  if (problems.error !== null) return <Failure error={problems.error} onRetry={() => void problems.refetch()} />
  if (problems.data === undefined) return <Skeleton shape="list" rows={3} />
  return (
    <div className="pg-stack">
      <div className="pg-table-wrap">
        <table className="pg-table">
          <thead>
            <tr>
              <th scope="col">{t('record')}</th>
              <th scope="col">{t('reason')}</th>
            </tr>
          </thead>
          <tbody>
            {problems.data.data.map((each) => {
              const object = meta.object(each.object)
              return (
                <tr key={each.id}>
                  <td>
                    {object === undefined || each.title === '' ? (
                      <span className="pg-muted">{t('hidden_record')}</span>
                    ) : (
                      <GoLink href={`/${object.path}/${each.id}`}>{each.title || words('untitled')}</GoLink>
                    )}
                    {object !== undefined && object.key !== undefined && each.title !== '' && (
                      <span className="pg-muted"> {label(object.label.one)}</span>
                    )}
                  </td>
                  <td>{each.message}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <div>
        <Button size="small" href={problemsHref(id)}>
          {t('download')}
        </Button>
      </div>
    </div>
  )
}
