import type { BringOverRun } from '@perigon/contracts'
import { formatNumber, toast, useLocale, usePhrases } from '@perigon/ui'
import { Button, Result } from 'antd'
import { bringOverPhrases } from '../../../phrases/bring-over-phrases.ts'
import { useActions } from '../../actions/use-actions.tsx'
import { failureText } from '../../frame/failure.tsx'
import { useGo } from '../../frame/record-ui-context.tsx'
import { useRunActions } from './bring-over-api.ts'
import { PartTable } from './part-table.tsx'

/** What was brought over, file by file, and the way back. */
export function OutcomeStep({ run }: { readonly run: BringOverRun }) {
  const t = usePhrases(bringOverPhrases)
  const locale = useLocale()
  const go = useGo()
  const actions = useRunActions(run.id)
  const { confirm } = useActions()
  const { state, parts } = run
  const made = parts.reduce((sum, { counts }) => sum + counts.new, 0)
  const changed = parts.reduce((sum, { counts }) => sum + counts.update, 0)
  const undo = async (): Promise<void> => {
    try {
      await actions.act('undo')
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const title = t(state === 'done' ? 'done' : state === 'cancelled' ? 'cancelled' : state === 'undone' ? 'undone' : 'failed')
  return (
    <div className="pg-stack">
      <Result
        className="pg-import__result"
        status={state === 'done' ? 'success' : state === 'failed' ? 'error' : 'info'}
        title={title}
        subTitle={run.error ?? ''}
        extra={
          <div className="pg-actions pg-import__center">
            <Button type="primary" onClick={() => go('/imports')}>
              {t('again')}
            </Button>
            {state !== 'undone' && made + changed > 0 && (
              <Button
                danger
                onClick={() =>
                  confirm({
                    title: t('undo_ask'),
                    text: t('undo_hint', { n: formatNumber(made, locale) }),
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
      {parts.length > 0 && <PartTable parts={parts} />}
    </div>
  )
}
