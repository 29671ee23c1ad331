import type { BringOverRun } from '@perigon/contracts'
import { toast, usePhrases } from '@perigon/ui'
import { Button, Progress } from 'antd'
import { bringOverPhrases } from '../../../phrases/bring-over-phrases.ts'
import { useActions } from '../../actions/use-actions.tsx'
import { failureText } from '../../frame/failure.tsx'
import { type RunAction, useRunActions } from './bring-over-api.ts'
import { PartTable } from './part-table.tsx'

/** Rows of the plan that are done, in parts of a hundred; a file that is checked counts for half of its rows. */
function percentOf(run: BringOverRun): number {
  const planned = run.plan?.parts ?? []
  const all = planned.reduce((sum, part) => sum + part.rows, 0)
  if (all === 0) return 0
  const done = run.parts.reduce((sum, part) => {
    const share = part.rows === 0 ? 0 : part.progress / part.rows
    if (part.state === 'running' || part.state === 'paused') return sum + (part.rows * (1 + share)) / 2
    return sum + (part.state === 'checking' ? (part.rows * share) / 2 : part.rows)
  }, 0)
  return Math.min(99, Math.floor((done / all) * 100))
}

/** How far the server is; it goes on without this page. */
export function RunStep({ run }: { readonly run: BringOverRun }) {
  const t = usePhrases(bringOverPhrases)
  const actions = useRunActions(run.id)
  const { confirm } = useActions()
  const act = async (action: RunAction): Promise<void> => {
    try {
      await actions.act(action)
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const { state } = run
  const isPlanning = state === 'planning'
  const title = t(isPlanning ? 'planning' : state === 'paused' ? 'paused' : state === 'undoing' ? 'undoing' : 'running')
  const last = run.parts.at(-1)
  return (
    <div className="pg-stack">
      <section className="pg-card pg-import__panel pg-stack" aria-live="polite">
        <h2>{title}</h2>
        {(state === 'running' || state === 'paused') && (
          <Progress percent={percentOf(run)} status={state === 'paused' ? 'normal' : 'active'} aria-label={title} />
        )}
        {last !== undefined && state !== 'undoing' && (
          <p>{t('of_files', { n: run.parts.length, all: Math.max(run.parts.length, run.plan?.parts.length ?? 0), file: last.file })}</p>
        )}
        <p className="pg-muted">{t(isPlanning ? 'planning_hint' : 'leave_hint')}</p>
        <div className="pg-actions">
          {state === 'running' && <Button onClick={() => void act('pause')}>{t('pause')}</Button>}
          {state === 'paused' && (
            <Button type="primary" onClick={() => void act('resume')}>
              {t('resume')}
            </Button>
          )}
          {state !== 'undoing' && (
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
      {run.parts.length > 0 && <PartTable parts={run.parts} />}
    </div>
  )
}
