import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'

/** A number given by the system. */
export function AutoNumberCell({ value }: FieldCellProps) {
  return <span className="pg-number">{textOf(value)}</span>
}
