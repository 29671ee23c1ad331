import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useRef } from 'react'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { textOf } from '../values.ts'
import { readDay, typed, typing } from './typed-day.ts'

/** A calendar day; typed or picked. What is typed and is no day stays as it is, to be complained of. */
export function DateInput(props: FieldInputProps) {
  const text = textOf(props.value)
  const day = readDay(text.slice(0, 10))
  // The picker forgets the text when it gets another day, so it keeps the last one beside a text that is none.
  const last = useRef<string | null>(null)
  if (day !== null || text === '') last.current = day
  // Said once: the picker follows with what was told already, which would take complaints of it away.
  const say = (next: string): void => {
    if (next !== text.slice(0, 10)) props.onChange(next === '' ? null : next)
  }
  const read = (said: string): void => say(readDay(said) ?? said)
  return (
    <div className="pg-typed" {...typing(read)}>
      <DatePicker
        {...inputProps(props)}
        {...typed(read)}
        className="pg-fill"
        value={last.current === null ? null : dayjs(last.current)}
        format={['YYYY-MM-DD', 'YYYY-M-D', 'YYYYMMDD', 'YYYY/M/D', 'YYYY.M.D', 'YYYY年M月D日']}
        placeholder="YYYY-MM-DD"
        onChange={(picked) => say(picked === null ? '' : picked.format('YYYY-MM-DD'))}
      />
    </div>
  )
}
