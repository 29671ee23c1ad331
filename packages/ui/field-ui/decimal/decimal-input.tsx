import { InputNumber } from 'antd'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps, plainDigits } from '../input-props.ts'
import { textOf } from '../values.ts'

/** A number with digits after the point; kept as text so that no digit is lost. */
export function DecimalInput(props: FieldInputProps & { readonly suffix?: string }) {
  const { field, suffix } = props
  const text = textOf(props.value)
  return (
    <InputNumber<string>
      {...inputProps(props)}
      className="pg-fill"
      stringMode
      controls={false}
      value={text === '' ? null : text}
      {...(field.min === undefined ? {} : { min: String(field.min) })}
      {...(field.max === undefined ? {} : { max: String(field.max) })}
      {...(suffix === undefined ? {} : { suffix })}
      parser={(typed) => plainDigits(typed ?? '')}
      onChange={(value) => props.onChange(value === null || value === '' ? null : value)}
    />
  )
}
