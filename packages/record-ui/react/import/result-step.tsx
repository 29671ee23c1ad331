import { ERRORS, fill, type ImportJob, type Json, type ObjectMeta, text } from '@perigon/contracts'
import { formatNumber, toast, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Result } from 'antd'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { useActions } from '../actions/use-actions.tsx'
import { failureText } from '../frame/failure.tsx'
import { useGo } from '../frame/record-ui-context.tsx'
import { Counts, Problems } from './check-step.tsx'
import { useImportActions } from './imports-api.ts'

/** Why an import ended, in words: the server keeps a code, with what belongs to it. */
function useErrorText(error: string | null): string | null {
  const t = usePhrases(importPhrases)
  const locale = useLocale()
  if (error === null) return null
  if (error.startsWith('kept:')) return t('kept_n', { n: error.slice('kept:'.length) })
  if (error === 'disk_full') return t('disk_full')
  const { code, data } = told(error)
  const entry = Object.entries(ERRORS).find(([key]) => key === code)?.[1]
  return entry === undefined || code === 'server.error' ? t('broken') : fill(text(entry.label, locale), data, locale)
}

/** `{ code, data }` or the code alone. */
function told(error: string): { readonly code: string; readonly data: { readonly [name: string]: Json } } {
  if (!error.startsWith('{')) return { code: error, data: {} }
  const parsed: { readonly code: string; readonly data?: { readonly [name: string]: Json } } = JSON.parse(error)
  return { code: parsed.code, data: parsed.data ?? {} }
}

/** What the import did; failed rows to download and mend; undo of the whole. */
export function ResultStep({ object, job }: { readonly object: ObjectMeta; readonly job: ImportJob }) {
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const locale = useLocale()
  const go = useGo()
  const imports = useImportActions(job.id)
  const { confirm } = useActions()
  const why = useErrorText(job.error)
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
        subTitle={why ?? job.file_name}
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
