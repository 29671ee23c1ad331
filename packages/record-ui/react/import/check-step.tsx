import type { ImportJob, ObjectMeta } from '@perigon/contracts'
import { formatNumber, general, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { importParts, importTarget, targetLabel } from '../../core/import-parts.ts'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { type ImportAction, useImportActions } from './imports-api.ts'
import { SourceLine } from './mapping-step.tsx'
import { type Choices, dropChoices, isDecided, keepChoices, keptChoices, withChoices } from './choices.ts'
import { UnmatchedPanel } from './unmatched-panel.tsx'

/** As many problems as the server tells. */
const MOST = 100

/** What the import would do, before anything is written. */
export function CheckStep({
  object,
  job,
  onRemap,
}: {
  readonly object: ObjectMeta
  readonly job: ImportJob
  readonly onRemap: () => void
}) {
  const t = usePhrases(importPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const actions = useImportActions(job.id)
  const [choices, choose] = useChoices(job)
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const pending = job.unmatched.filter((each) => isDecided(choices, each)).length
  const attempt = async (run: () => Promise<void>) => {
    setBusy(true)
    setFailure(null)
    try {
      await run()
    } catch (error) {
      setFailure(failureText(error))
      setBusy(false)
    }
  }
  const again = () =>
    attempt(async () => {
      await actions.check(withChoices(job.mapping, choices))
      dropChoices(job)
    })
  const start = () => attempt(() => actions.act('run' satisfies ImportAction))
  const writable = job.counts.new + job.counts.update
  return (
    <div className="pg-stack">
      <SourceLine job={job} />
      <Counts object={object} job={job} />
      <p className="pg-muted">{t('nothing_written')}</p>
      {failure !== null && <Alert type="error" showIcon title={failure} role="alert" />}
      {job.unmatched.length > 0 && <UnmatchedPanel object={object} unmatched={job.unmatched} choices={choices} onChange={choose} />}
      {pending > 0 && <Pending n={pending} isBusy={isBusy} onAgain={again} />}
      <Problems object={object} job={job} />
      {job.counts.fail > 0 && <Alert type="warning" showIcon title={t('start_failing', { n: formatNumber(job.counts.fail, locale) })} />}
      <div className="pg-actions">
        <Button size="large" onClick={onRemap}>
          {words('previous')}
        </Button>
        <Button type="primary" size="large" loading={isBusy} disabled={writable === 0 || pending > 0} onClick={start}>
          {t('start_n', { n: formatNumber(writable, locale) })}
        </Button>
      </div>
    </div>
  )
}

// What is chosen stays chosen over a reload.
function useChoices(job: ImportJob): readonly [Choices, (next: Choices) => void] {
  const [choices, setChoices] = useState<Choices>(() => keptChoices(job))
  const choose = (next: Choices) => {
    setChoices(next)
    keepChoices(job, next)
  }
  return [choices, choose]
}

function Pending({ n, isBusy, onAgain }: { readonly n: number; readonly isBusy: boolean; readonly onAgain: () => void }) {
  const t = usePhrases(importPhrases)
  return (
    <div className="pg-import__again" role="status">
      <span>{t('pending_changes', { n })}</span>
      <Button type="primary" loading={isBusy} onClick={onAgain}>
        {t('check_again')}
      </Button>
    </div>
  )
}

/** How many are new, updated, skipped, failed. */
export function Counts({ object, job }: { readonly object: ObjectMeta; readonly job: ImportJob }) {
  const t = usePhrases(importPhrases)
  const locale = useLocale()
  return (
    <>
      <dl className="pg-counts">
        {(['new', 'update', 'skip', 'fail'] as const).map((each) => (
          <div
            key={each}
            className={`pg-card pg-counts__one pg-counts__one--${each}${job.counts[each] === 0 ? ' pg-counts__one--zero' : ''}`}
          >
            <dd className="pg-number" data-count={each}>
              {formatNumber(job.counts[each], locale)}
            </dd>
            <dt>{t(each)}</dt>
          </div>
        ))}
      </dl>
      <PartCounts object={object} job={job} />
    </>
  )
}

/** “From the same rows: Contact 3 new, 1 updated”. */
function PartCounts({ object, job }: { readonly object: ObjectMeta; readonly job: ImportJob }) {
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { meta } = useRecordUi()
  const parts = Object.entries(job.counts.parts ?? {})
  if (parts.length === 0) return null
  const nameOf = (path: string) => {
    const link = object.fields.find((each) => each.key === path)?.target
    const found = importParts(meta, object).find((each) => each.path === path)?.object ?? meta.object(link ?? '')
    return found === undefined ? path : label(found.label.one)
  }
  return (
    <section className="pg-card pg-import__parts" aria-label={t('parts')}>
      <span className="pg-muted">{t('parts')}</span>
      {parts.map(([path, counts]) => (
        <span key={path} data-part={path}>
          <b>{nameOf(path)}</b>{' '}
          <span className="pg-number">
            {t(counts.update === 0 ? 'part_new' : 'part_counts', {
              new: formatNumber(counts.new, locale),
              update: formatNumber(counts.update, locale),
            })}
          </span>
        </span>
      ))}
    </section>
  )
}

/** The first problems, row by row. */
export function Problems({ object, job }: { readonly object: ObjectMeta; readonly job: ImportJob }) {
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const n = job.problems.length
  if (n === 0) return null
  const title = t(n < MOST ? 'problems' : 'problems_first', { n })
  return (
    <section className="pg-card" aria-label={title}>
      <h2 className="pg-import__title">{title}</h2>
      <div className="pg-table-wrap pg-import__problems">
        <table className="pg-table">
          <thead>
            <tr>
              <th scope="col">{t('row')}</th>
              <th scope="col">{t('field')}</th>
              <th scope="col">{t('value')}</th>
              <th scope="col">{t('problem')}</th>
            </tr>
          </thead>
          <tbody>
            {job.problems.map((each) => {
              const target = importTarget(meta, object, each.field)
              return (
                <tr key={`${each.row}:${each.field}:${each.message}`}>
                  <td className="pg-number">{each.row}</td>
                  <td>{target === undefined ? each.field : label(targetLabel(target))}</td>
                  <td title={each.value}>{each.value}</td>
                  <td>{each.message}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}
