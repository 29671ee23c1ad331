import { useFieldContext } from '../field-context.tsx'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps } from '../input-props.ts'
import { linkOf } from '../values.ts'
import { LinkSelect } from './link-select.tsx'

/** Another record, found by typing part of its name. */
export function LinkInput(props: FieldInputProps) {
  const { field, sibling, value } = props
  const context = useFieldContext()
  if (field.target === undefined) return null
  const within = sibling === undefined ? [] : context.within(field.target, field.key, sibling)
  return (
    <LinkSelect
      control={inputProps(props)}
      target={field.target}
      within={within}
      value={linkOf(value)}
      clearable={!field.required}
      onPick={(link) => props.onChange(link === null ? null : { id: link.id, title: link.title })}
    />
  )
}
