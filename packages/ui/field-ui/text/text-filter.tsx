import { Input, Select } from 'antd'
import { usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases } from '../../phrases/fields.ts'
import type { FieldFilterProps } from '../field-ui.ts'
import { isMany } from '../operator-kind.ts'
import { listOf, textOf } from '../values.ts'

/** A text, or several for “is one of”. */
export function TextFilter(props: FieldFilterProps) {
  const t = usePhrases(fieldPhrases)
  if (isMany(props.op)) {
    return (
      <Select
        id={props.id}
        aria-label={props.label}
        className="pg-fill"
        mode="tags"
        placeholder={t('tags_hint')}
        value={[...listOf(props.value)]}
        onChange={(values) => props.onChange(values)}
      />
    )
  }
  return (
    <Input
      id={props.id}
      aria-label={props.label}
      placeholder={t('value')}
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.target.value)}
    />
  )
}
