import { Select } from 'antd'
import { useLabel, usePhrases } from '../../i18n/i18n.ts'
import { general } from '../../phrases/general.ts'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'

/** One of the options. */
export function SelectInput(props: FieldInputProps) {
  const t = usePhrases(general)
  const label = useLabel()
  const text = textOf(props.value)
  return (
    <Select
      {...inputProps(props)}
      className="pg-fill"
      allowClear={!props.field.required}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('select')}
      value={text === '' ? null : text}
      options={(props.field.options ?? []).map((each) => ({ value: each.value, label: label(each.label) }))}
      onChange={(value) => props.onChange(value ?? null)}
    />
  )
}
