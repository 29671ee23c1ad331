import { useFieldContext } from '../field-context.tsx'
import type { FieldFilterProps } from '../field-ui.ts'
import { IntegerFilter } from '../integer/integer-filter.tsx'

/** An amount in base currency. */
export function MoneyFilter(props: FieldFilterProps) {
  const { currency } = useFieldContext()
  return <IntegerFilter {...props} suffix={currency} />
}
