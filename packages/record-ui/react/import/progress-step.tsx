import type { ImportJob } from '@perigon/contracts'
import { formatNumber, toast, useLocale, usePhrases } from '@perigon/ui'
import { Button, Progress } from 'antd'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { failureText } from '../frame/failure.tsx'
import { type ImportAction, useImportActions } from './imports-api.ts'

/** How far the server is; goes on without this page. */
export function ProgressStep({ job }: { readonly job: ImportJob }) {
  const t = usePhrases(importPhrases)
  const locale = useLocale()
  const imports = useImportActions(job.id)
  const { confirm } = useActions()
  const percent = job.rows === 0 ? 0 : Math.min(100, Math.floor((job.progress / job.rows) * 100))
  const act = async (action: ImportAction) => {
    try {
      await imports.act(action)
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const title =
    job.state === 'checking' ? t('checking') : job.state === 'paused' ? t('paused') : job.state === 'undoing' ? t('undoing') : t('running')
  return (
    <section className="pg-card pg-import__panel pg-stack" aria-live="polite">
      <h2>{title}</h2>
      <Progress percent={percent} status={job.state === 'paused' ? 'normal' : 'active'} aria-label={title} />
      <p className="pg-number">{t('progress', { done: formatNumber(job.progress, locale), all: formatNumber(job.rows, locale) })}</p>
      <p className="pg-muted">{t('leave_hint')}</p>
      <div className="pg-actions">
        {job.state === 'running' && <Button onClick={() => act('pause')}>{t('pause')}</Button>}
        {job.state === 'paused' && (
          <Button type="primary" onClick={() => act('resume')}>
            {t('resume')}
          </Button>
        )}
        {job.state !== 'undoing' && (
          <Button
            danger
            onClick={() =>
              confirm({ title: t('cancel_ask'), text: t('cancel_hint'), action: t('cancel'), isDanger: true, run: () => act('cancel') })
            }
          >
            {t('cancel')}
          </Button>
        )}
      </div>
    </section>
  )
}
