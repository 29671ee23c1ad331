import { Input } from 'antd'
import { usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases } from '../../phrases/fields.ts'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'

/** The system gives the number; it can only be read. */
export function AutoNumberInput(props: FieldInputProps) {
  const t = usePhrases(fieldPhrases)
  return <Input {...inputProps(props)} disabled value={textOf(props.value)} placeholder={t('auto')} />
}
