import { Select } from 'antd'
import { usePhrases } from '../../i18n/i18n.ts'
import { general } from '../../phrases/general.ts'
import type { FieldFilterProps } from '../field-ui.ts'

/** Yes or no. */
export function BooleanFilter(props: FieldFilterProps) {
  const t = usePhrases(general)
  const value = props.value === true ? 'yes' : props.value === false ? 'no' : null
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      className="pg-fill"
      value={value}
      options={[
        { value: 'yes', label: t('yes') },
        { value: 'no', label: t('no') },
      ]}
      onChange={(picked) => props.onChange(picked === 'yes')}
    />
  )
}
