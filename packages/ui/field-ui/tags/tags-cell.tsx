import { Tag } from '../../feedback/tag.tsx'
import type { FieldCellProps } from '../field-ui.ts'
import { listOf } from '../values.ts'

/** Free words as tags. */
export function TagsCell({ value }: FieldCellProps) {
  return (
    <span className="pg-tags">
      {listOf(value).map((each) => (
        <Tag key={each}>{each}</Tag>
      ))}
    </span>
  )
}
