import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { momentAt, zoned } from '../../format/date-format.ts'
import { useFieldContext } from '../field-context.tsx'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'

/** A moment, typed or picked in the company's time zone. */
export function DatetimeInput(props: FieldInputProps) {
  const { timeZone } = useFieldContext()
  const seen = zoned(textOf(props.value), timeZone)
  return (
    <DatePicker
      {...inputProps(props)}
      className="pg-fill"
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      format="YYYY-MM-DD HH:mm"
      placeholder="YYYY-MM-DD HH:mm"
      value={seen === null ? null : dayjs(`${seen.day}T${seen.time}:00`)}
      onChange={(moment) =>
        props.onChange(moment === null ? null : momentAt(moment.format('YYYY-MM-DD'), moment.format('HH:mm'), timeZone))
      }
    />
  )
}
