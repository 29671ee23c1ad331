import { Input } from 'antd'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'

/** A line of text. */
export function TextInput(props: FieldInputProps) {
  return (
    <Input
      {...inputProps(props)}
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
      {...(props.field.max === undefined ? {} : { maxLength: props.field.max })}
    />
  )
}
