import type { Condition } from '@perigon/contracts'
import { ConditionText, FilterDrawer, useOverlay, useRecordUi } from '@perigon/record-ui'
import { usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { settingsPhrases } from './settings-phrases.ts'

type ConditionLineProps = {
  readonly label: string
  /** What holds without a condition. */
  readonly none: string
  readonly condition: Condition | null
  readonly onChange: (condition: Condition | null) => void
}

/** A condition over customers in words, and the one builder to change it. */
export function ConditionLine({ label, none, condition, onChange }: ConditionLineProps) {
  const t = usePhrases(settingsPhrases)
  const show = useOverlay()
  const object = useRecordUi().meta.object('customer')
  if (object === undefined) return null
  return (
    <p className="pg-rule__line">
      <span className="pg-muted">{label}</span> {condition === null ? none : <ConditionText object={object} condition={condition} />}{' '}
      <Button
        type="link"
        size="small"
        aria-label={`${t('edit_condition')}：${label}`}
        onClick={() => show((close) => <FilterDrawer object={object} filter={condition} onApply={onChange} onClose={close} />)}
      >
        {t('edit_condition')}
      </Button>
    </p>
  )
}
