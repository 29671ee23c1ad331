import { Select } from 'antd'
import { usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases } from '../../phrases/fields.ts'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { listOf } from '../values.ts'

/** Free words. */
export function TagsInput(props: FieldInputProps) {
  const t = usePhrases(fieldPhrases)
  return (
    <Select
      {...inputProps(props)}
      mode="tags"
      className="pg-fill"
      allowClear
      tokenSeparators={[',', '，', ';', '；']}
      placeholder={t('tags_hint')}
      value={[...listOf(props.value)]}
      onChange={(values) => props.onChange(values.length === 0 ? null : values)}
    />
  )
}
