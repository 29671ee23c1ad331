import { Input } from 'antd'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'

/** A mail address. */
export function EmailInput(props: FieldInputProps) {
  return (
    <Input
      {...inputProps(props)}
      type="email"
      inputMode="email"
      autoComplete="off"
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}
