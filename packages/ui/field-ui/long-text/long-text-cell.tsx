import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'

/** Several lines; a list row shows the first. */
export function LongTextCell({ value }: FieldCellProps) {
  return <span className="pg-long-text">{textOf(value)}</span>
}
