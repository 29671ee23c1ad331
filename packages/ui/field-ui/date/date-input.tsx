import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'

/** A calendar day; typed or picked. */
export function DateInput(props: FieldInputProps) {
  const text = textOf(props.value)
  return (
    <DatePicker
      {...inputProps(props)}
      className="pg-fill"
      value={text === '' ? null : dayjs(text.slice(0, 10))}
      format={['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/M/D']}
      placeholder="YYYY-MM-DD"
      onChange={(day) => props.onChange(day === null ? null : day.format('YYYY-MM-DD'))}
    />
  )
}
