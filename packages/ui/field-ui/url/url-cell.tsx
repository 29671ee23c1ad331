import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'

/** A web address; opens beside. Only http and https become links. */
export function UrlCell({ value }: FieldCellProps) {
  const text = textOf(value)
  if (!/^https?:\/\//i.test(text)) return <span title={text}>{text}</span>
  return (
    <a
      draggable={false}
      className="pg-link"
      href={text}
      target="_blank"
      rel="noreferrer noopener"
      title={text}
      onClick={(event) => event.stopPropagation()}
    >
      {text.replace(/^https?:\/\//i, '').replace(/\/$/, '')}
    </a>
  )
}
