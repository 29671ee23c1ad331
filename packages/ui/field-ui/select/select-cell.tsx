import { Tag } from '../../feedback/tag.tsx'
import { useLabel } from '../../i18n/i18n.ts'
import type { FieldCellProps } from '../field-ui.ts'
import { textOf } from '../values.ts'

/** One option as a coloured tag. */
export function SelectCell({ field, value }: FieldCellProps) {
  const label = useLabel()
  const text = textOf(value)
  if (text === '') return null
  const option = field.options?.find((each) => each.value === text)
  return <Tag color={option?.color}>{option === undefined ? text : label(option.label)}</Tag>
}
