import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'
import { phoneText } from './phone-text.ts'

/** A telephone number; a click dials. */
export function PhoneCell({ value }: FieldCellProps) {
  const text = textOf(value)
  if (text === '') return null
  return (
    <a
      draggable={false}
      className="pg-link pg-number"
      href={`tel:${text.replace(/\s/g, '')}`}
      title={text}
      onClick={(event) => event.stopPropagation()}
    >
      {phoneText(text)}
    </a>
  )
}
