import { Select } from 'antd'
import { useLabel, usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases } from '../../phrases/fields.ts'
import type { FieldFilterProps } from '../field-ui.ts'
import { isMany } from '../operator-kind.ts'
import { listOf, textOf } from '../values.ts'

/** One option, or several. */
export function SelectFilter(props: FieldFilterProps) {
  const t = usePhrases(fieldPhrases)
  const label = useLabel()
  const options = (props.field.options ?? []).map((each) => ({ value: each.value, label: label(each.label) }))
  const common = { id: props.id, 'aria-label': props.label, className: 'pg-fill', options, showSearch: { optionFilterProp: 'label' } }
  if (isMany(props.op))
    return (
      <Select
        {...common}
        mode="multiple"
        placeholder={t('values')}
        value={[...listOf(props.value)]}
        onChange={(values: string[]) => props.onChange(values)}
      />
    )
  return (
    <Select
      {...common}
      placeholder={t('value')}
      value={textOf(props.value) || null}
      onChange={(value: string | null) => props.onChange(value)}
    />
  )
}
