import type { Condition } from '@perigon/contracts'
import { ConditionText, FilterDrawer, useOverlay, useRecordUi } from '@perigon/record-ui'
import { useLabel, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { Suspense } from 'react'
import { reminderPhrases } from './reminder-phrases.ts'

type LineProps = {
  readonly object: string
  readonly condition: Condition | null
  /** Absent where it is only read. */
  readonly onChange?: (condition: Condition | null) => void
}

/** Which records a rule is about, in words, and the one builder to change it. */
export function ConditionLine({ object: key, condition, onChange }: LineProps) {
  const t = usePhrases(reminderPhrases)
  const label = useLabel()
  const show = useOverlay()
  const object = useRecordUi().meta.object(key)
  if (object === undefined) return null
  return (
    <p className="pg-reminder__line">
      <span className="pg-muted">{t('applies_to')}</span>{' '}
      {condition === null ? (
        t('applies_all', { object: label(object.label.many).toLowerCase() })
      ) : (
        <Suspense>
          <ConditionText object={object} condition={condition} />
        </Suspense>
      )}{' '}
      {onChange !== undefined && (
        <Button
          type="link"
          size="small"
          onClick={() => show((close) => <FilterDrawer object={object} filter={condition} onApply={onChange} onClose={close} />)}
        >
          {t('edit_condition')}
        </Button>
      )}
    </p>
  )
}
