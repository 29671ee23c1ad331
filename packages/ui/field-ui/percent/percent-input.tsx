import { DecimalInput } from '../decimal/decimal-input.tsx'
import type { FieldInputProps } from '../field-ui.ts'

/** A percentage, 0–100. */
export function PercentInput(props: FieldInputProps) {
  return <DecimalInput {...props} suffix="%" />
}
