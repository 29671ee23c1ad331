import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'

/** A mail address; a click writes. */
export function EmailCell({ value }: FieldCellProps) {
  const text = textOf(value)
  if (text === '') return null
  return (
    <a
      draggable={false}
      className="pg-link pg-number"
      href={`mailto:${text.replace(/\s/g, '')}`}
      title={text}
      onClick={(event) => event.stopPropagation()}
    >
      {text}
    </a>
  )
}
