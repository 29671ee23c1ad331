import { Select } from 'antd'
import { useLabel, usePhrases } from '../../i18n/i18n.ts'
import { general } from '../../phrases/general.ts'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { listOf } from '../values.ts'

/** Any of the options. */
export function MultiSelectInput(props: FieldInputProps) {
  const t = usePhrases(general)
  const label = useLabel()
  return (
    <Select
      {...inputProps(props)}
      mode="multiple"
      className="pg-fill"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('select')}
      value={[...listOf(props.value)]}
      options={(props.field.options ?? []).map((each) => ({ value: each.value, label: label(each.label) }))}
      onChange={(values) => props.onChange(values.length === 0 ? null : values)}
    />
  )
}
