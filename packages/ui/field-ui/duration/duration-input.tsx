import { InputNumber, Space } from 'antd'
import { usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases } from '../../phrases/fields.ts'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { numberOf } from '../values.ts'

/** Hours and minutes; kept as whole seconds. */
export function DurationInput(props: FieldInputProps) {
  const t = usePhrases(fieldPhrases)
  const seconds = numberOf(props.value)
  const hours = seconds === null ? null : Math.floor(seconds / 3600)
  const minutes = seconds === null ? null : Math.floor((seconds % 3600) / 60)
  const change = (h: number | null, m: number | null) => props.onChange(h === null && m === null ? null : (h ?? 0) * 3600 + (m ?? 0) * 60)
  return (
    <Space.Compact block>
      <InputNumber
        {...inputProps(props)}
        className="pg-fill"
        aria-label={`${props.label} ${t('hours')}`}
        min={0}
        precision={0}
        value={hours}
        suffix={t('hours')}
        onChange={(value) => change(value, minutes)}
      />
      <InputNumber
        className="pg-fill"
        aria-label={`${props.label} ${t('minutes')}`}
        min={0}
        max={59}
        step={5}
        precision={0}
        value={minutes}
        suffix={t('minutes')}
        disabled={props.disabled === true}
        onChange={(value) => change(hours, value)}
      />
    </Space.Compact>
  )
}
