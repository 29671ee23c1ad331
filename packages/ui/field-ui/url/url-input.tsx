import { Input } from 'antd'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'

/** A web address. */
export function UrlInput(props: FieldInputProps) {
  return (
    <Input
      {...inputProps(props)}
      type="url"
      inputMode="url"
      autoComplete="off"
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}
