import { Switch } from 'antd'
import type { FieldInputProps } from '../field-ui.ts'

/** A switch. */
export function BooleanInput(props: FieldInputProps) {
  return (
    <Switch
      id={props.id}
      aria-label={props.label}
      disabled={props.disabled === true}
      autoFocus={props.autoFocus === true}
      checked={props.value === true}
      onChange={(checked) => props.onChange(checked)}
    />
  )
}
