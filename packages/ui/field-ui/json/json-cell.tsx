import type { FieldCellProps } from '../field-ui.ts'

/** Structured data, on one line. */
export function JsonCell({ value }: FieldCellProps) {
  return value === null ? null : <code className="pg-code">{JSON.stringify(value)}</code>
}
