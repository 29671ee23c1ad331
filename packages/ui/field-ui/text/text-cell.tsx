import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'

/** A line of text. */
export function TextCell({ value }: FieldCellProps) {
  const text = textOf(value)
  return <span title={text}>{text}</span>
}
