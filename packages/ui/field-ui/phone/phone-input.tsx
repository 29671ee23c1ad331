import { Input } from 'antd'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'

/** A telephone number; full-width digits become plain. */
export function PhoneInput(props: FieldInputProps) {
  return (
    <Input
      {...inputProps(props)}
      type="tel"
      inputMode="tel"
      autoComplete="off"
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}
