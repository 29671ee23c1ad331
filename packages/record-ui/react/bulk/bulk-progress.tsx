import type { BulkJob } from '@perigon/contracts'
import { formatNumber, useLocale, usePhrases } from '@perigon/ui'
import { Progress } from 'antd'
import { bulkPhrases } from '../../phrases/bulk-phrases.ts'

/** How many records are behind it, in the direction it is going. */
function walked(job: BulkJob): number {
  return job.state === 'undoing' ? job.undone + job.kept : job.done + job.unchanged + job.failed
}

/** How far the server is. */
export function BulkProgress({ job }: { readonly job: BulkJob }) {
  const t = usePhrases(bulkPhrases)
  const locale = useLocale()
  const all = job.state === 'undoing' ? job.done : job.total
  const percent = all === 0 ? 0 : Math.min(100, Math.floor((walked(job) / all) * 100))
  const running = job.verb === 'merge' ? 'merging' : 'running'
  const title = t(job.state === 'undoing' ? 'undoing' : job.state === 'queued' ? 'waiting' : running)
  // A merge is taken back record by record; its groups are no measure of that.
  const isUncounted = job.state === 'queued' || (job.verb === 'merge' && job.state === 'undoing')
  return (
    <div className="pg-stack" aria-live="polite">
      <Progress percent={percent} status="active" aria-label={title} />
      <p className="pg-number">
        {isUncounted ? title : `${title} · ${t('running_n', { done: formatNumber(walked(job), locale), all: formatNumber(all, locale) })}`}
      </p>
    </div>
  )
}
