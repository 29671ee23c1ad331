import { EmptyState, general, states, usePhrases } from '@perigon/ui'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from 'antd'

/** Instead of a page that threw; a missing chunk after an update asks to reload. */
export function Crash({ error, reset }: ErrorComponentProps) {
  const t = usePhrases(states)
  const words = usePhrases(general)
  const isOutdated = error instanceof Error && /dynamically imported module|Importing a module script failed/i.test(error.message)
  return (
    <EmptyState
      kind="error"
      title={t(isOutdated ? 'new_version' : 'crashed')}
      hint={isOutdated ? undefined : `${t('crashed_hint')} ${error instanceof Error ? error.message : ''}`}
      actions={
        <Button type="primary" onClick={() => (isOutdated ? location.reload() : reset())}>
          {isOutdated ? t('reload') : words('retry')}
        </Button>
      }
    />
  )
}
