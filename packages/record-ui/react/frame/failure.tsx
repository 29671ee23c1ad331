import { EmptyState, general, phrase, states, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { problemIn } from '../../core/api.ts'
import { OfflineError } from '../../core/offline-error.ts'
import { GoLink } from './go-link.tsx'

/** One sentence about an error, for toasts and forms. */
export function failureText(error: unknown): string {
  if (error instanceof OfflineError) return phrase(states, 'offline')
  const problem = problemIn(error)
  if (problem === null) return error instanceof Error ? error.message : phrase(states, 'failed')
  const [first] = problem.errors ?? []
  const detail = first === undefined || problem.errors?.length !== 1 ? problem.title : first.message
  return problem.request === '' || problem.status < 500
    ? detail
    : `${detail} (${phrase(states, 'request_number', { id: problem.request })})`
}

/** Instead of a screen that could not be loaded: not found, no right, or an error to try again. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = usePhrases(states)
  const words = usePhrases(general)
  const problem = problemIn(error)
  const home = <GoLink href="/">{t('go_home')}</GoLink>
  if (problem?.status === 404) return <EmptyState kind="right" title={t('not_found')} hint={t('not_found_hint')} actions={home} />
  if (problem?.status === 403) return <EmptyState kind="right" title={t('no_right')} hint={problem.title} actions={home} />
  return (
    <EmptyState
      kind="error"
      title={t('failed')}
      hint={problem === null ? t(error instanceof OfflineError ? 'offline_page' : 'failed_hint') : failureText(error)}
      actions={onRetry !== undefined && <Button onClick={onRetry}>{words('retry')}</Button>}
    />
  )
}
