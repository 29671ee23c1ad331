import { listOf } from '../values.ts'
import type { FieldCellProps } from '../field-ui.ts'
import { SelectCell } from '../select/select-cell.tsx'

/** Several options as tags. */
export function MultiSelectCell({ field, value }: FieldCellProps) {
  return (
    <span className="pg-tags">
      {listOf(value).map((each) => (
        <SelectCell key={each} field={field} value={each} />
      ))}
    </span>
  )
}
