import type { FieldFilterProps } from '../field-ui.ts'
import { IntegerFilter } from '../integer/integer-filter.tsx'

/** A percentage. */
export function PercentFilter(props: FieldFilterProps) {
  return <IntegerFilter {...props} suffix="%" />
}
