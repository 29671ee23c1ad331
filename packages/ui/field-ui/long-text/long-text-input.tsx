import { Input } from 'antd'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'

/** Several lines; grows with the text. */
export function LongTextInput(props: FieldInputProps) {
  return (
    <Input.TextArea
      {...inputProps(props)}
      className="pg-autosize"
      rows={3}
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}
