import type { Json } from '@perigon/contracts'
import { Input } from 'antd'
import { useState } from 'react'
import { usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases } from '../../phrases/fields.ts'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'

/** Structured data, checked as it is typed. */
export function JsonInput(props: FieldInputProps) {
  const t = usePhrases(fieldPhrases)
  const [text, setText] = useState(props.value === null ? '' : JSON.stringify(props.value, null, 2))
  const [isBad, setBad] = useState(false)
  const change = (typed: string) => {
    setText(typed)
    try {
      const value: Json = typed.trim() === '' ? null : JSON.parse(typed)
      setBad(false)
      props.onChange(value)
    } catch {
      setBad(true)
    }
  }
  return (
    <>
      <Input.TextArea
        {...inputProps({ ...props, invalid: isBad || props.invalid === true })}
        className="pg-code pg-autosize"
        rows={3}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      {isBad && <span className="pg-error">{t('json_bad')}</span>}
    </>
  )
}
