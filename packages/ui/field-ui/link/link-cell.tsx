import { useFieldContext } from '../field-context.tsx'
import type { FieldCellProps } from '../field-ui.ts'
import { linkOf } from '../values.ts'

/** The title of another record; a link when that record has a page. */
export function LinkCell({ field, value }: FieldCellProps) {
  const context = useFieldContext()
  const link = linkOf(value)
  if (link === null) return null
  if (link.hidden) return <span className="pg-muted">{link.title}</span>
  const href = field.target === undefined ? null : context.hrefOf(field.target, link.id)
  if (href === null) return <span title={link.title}>{link.title}</span>
  return (
    <a
      href={href}
      draggable={false}
      title={link.title}
      className="pg-link"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        event.stopPropagation()
        context.open(href)
      }}
    >
      {link.title}
    </a>
  )
}
