import { InputNumber, Select, Space } from 'antd'
import { usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases } from '../../phrases/fields.ts'
import type { FieldFilterProps } from '../field-ui.ts'
import { plainDigits } from '../input-props.ts'
import { isMany } from '../operator-kind.ts'
import { listOf, numberOf } from '../values.ts'

/** A number, two for “between”, several for “is one of”. */
export function IntegerFilter(props: FieldFilterProps & { readonly suffix?: string }) {
  const t = usePhrases(fieldPhrases)
  if (isMany(props.op)) {
    const toNumbers = (texts: readonly string[]) => texts.map((each) => Number(plainDigits(each))).filter(Number.isFinite)
    return (
      <Select
        id={props.id}
        aria-label={props.label}
        className="pg-fill"
        mode="tags"
        value={[...listOf(props.value)]}
        onChange={(values) => props.onChange(toNumbers(values))}
      />
    )
  }
  const suffix = props.suffix === undefined ? {} : { suffix: props.suffix }
  if (props.op !== 'between') {
    return (
      <InputNumber
        id={props.id}
        aria-label={props.label}
        className="pg-fill"
        {...suffix}
        value={numberOf(props.value)}
        onChange={(value) => props.onChange(value)}
      />
    )
  }
  const [low = null, high = null] = Array.isArray(props.value) ? props.value : []
  return (
    <Space.Compact block>
      <InputNumber
        id={props.id}
        aria-label={`${props.label} ${t('from')}`}
        className="pg-fill"
        {...suffix}
        placeholder={t('from')}
        value={numberOf(low)}
        onChange={(value) => props.onChange([value, high])}
      />
      <InputNumber
        aria-label={`${props.label} ${t('to')}`}
        className="pg-fill"
        {...suffix}
        placeholder={t('to')}
        value={numberOf(high)}
        onChange={(value) => props.onChange([low, value])}
      />
    </Space.Compact>
  )
}
