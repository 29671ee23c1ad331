import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useRef } from 'react'
import { momentAt, zoned } from '../../format/date-format.ts'
import { readDay, typed, typing } from '../date/typed-day.ts'
import { useFieldContext } from '../field-context.tsx'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'

const SHOWN = 'YYYY-MM-DD HH:mm'

/** The moment that a typed day and time name; null when they name none. */
function readMoment(text: string, timeZone: string): string | null {
  const [, day = '', hour = '', minute = ''] = /^(.*\S)\s+(\d{1,2}):(\d{2})$/.exec(text) ?? []
  const read = readDay(day)
  return read === null || Number(hour) > 23 || Number(minute) > 59 ? null : momentAt(read, `${hour.padStart(2, '0')}:${minute}`, timeZone)
}

/** A moment, typed or picked in the company's time zone. What is typed and is no moment stays as it is, to be complained of. */
export function DatetimeInput(props: FieldInputProps) {
  const { timeZone } = useFieldContext()
  const text = textOf(props.value)
  const seen = zoned(text, timeZone)
  // The picker forgets the text when it gets another moment, so it keeps the last one beside a text that is none.
  const last = useRef(seen)
  if (seen !== null || text === '') last.current = seen
  // Said once: the picker follows with what was told already. As it is shown, because a moment may have seconds.
  const say = (next: string): void => {
    if (next === (seen === null ? text : `${seen.day} ${seen.time}`)) return
    props.onChange(next === '' ? null : (readMoment(next, timeZone) ?? next))
  }
  const shown = last.current === null ? null : dayjs(`${last.current.day}T${last.current.time}:00`)
  return (
    <div className="pg-typed" {...typing((said) => (readMoment(said, timeZone) !== null || said === '' ? say(said) : undefined))}>
      <DatePicker
        {...inputProps(props)}
        {...typed(say)}
        className="pg-fill"
        showTime={{ format: 'HH:mm', minuteStep: 5 }}
        format={SHOWN}
        placeholder={SHOWN}
        value={shown}
        onChange={(moment) => say(moment === null ? '' : moment.format(SHOWN))}
      />
    </div>
  )
}
