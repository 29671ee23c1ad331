import type { ImportJob, ObjectMeta } from '@perigon/contracts'
import { formatNumber, toast, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Result } from 'antd'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { failureText } from '../frame/failure.tsx'
import { useGo } from '../frame/record-ui-context.tsx'
import { Counts, Problems } from './check-step.tsx'
import { useImportActions } from './imports-api.ts'

/** What the import did; failed rows to download and mend; undo of the whole. */
export function ResultStep({ object, job }: { readonly object: ObjectMeta; readonly job: ImportJob }) {
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const locale = useLocale()
  const go = useGo()
  const imports = useImportActions(job.id)
  const { confirm } = useActions()
  const isDone = job.state === 'done'
  const title =
    job.state === 'undone' ? t('undone') : job.state === 'cancelled' ? t('cancelled') : job.state === 'failed' ? t('failed') : t('done')
  const undo = async () => {
    try {
      await imports.act('undo')
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const canUndo = (isDone || job.state === 'cancelled') && job.counts.new + job.counts.update > 0
  return (
    <div className="pg-stack">
      <Result
        className="pg-import__result"
        status={isDone ? 'success' : job.state === 'failed' ? 'error' : 'info'}
        title={title}
        subTitle={job.error ?? job.file_name}
        extra={
          <div className="pg-actions pg-import__center">
            <Button type="primary" onClick={() => go(`/${object.path}?view=all`)}>
              {t('open_list', { name: label(object.label.many) })}
            </Button>
            {job.counts.fail > 0 && <Button href={`/api/v1/imports/${job.id}/errors.xlsx`}>{t('errors_file')}</Button>}
            <Button onClick={() => go(`/import/${object.key}`)}>{t('again')}</Button>
            {canUndo && (
              <Button
                danger
                onClick={() =>
                  confirm({
                    title: t('undo_ask'),
                    text: t('undo_hint', { n: formatNumber(job.counts.new, locale) }),
                    action: t('undo'),
                    isDanger: true,
                    run: undo,
                  })
                }
              >
                {t('undo')}
              </Button>
            )}
          </div>
        }
      />
      <Counts object={object} job={job} />
      <Problems object={object} job={job} />
    </div>
  )
}
