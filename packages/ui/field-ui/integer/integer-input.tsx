import { InputNumber } from 'antd'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps, plainDigits } from '../input-props.ts'
import { numberOf } from '../values.ts'

/** A whole number. */
export function IntegerInput(props: FieldInputProps) {
  const { field } = props
  return (
    <InputNumber
      {...inputProps(props)}
      className="pg-fill"
      value={numberOf(props.value)}
      precision={0}
      {...(field.min === undefined ? {} : { min: field.min })}
      {...(field.max === undefined ? {} : { max: field.max })}
      parser={(text) => Number(plainDigits(text ?? ''))}
      onChange={(value) => props.onChange(value)}
    />
  )
}
