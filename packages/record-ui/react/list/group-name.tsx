import type { Json } from '@perigon/contracts'
import { fieldText, fieldUi, general, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { isByTime } from '../../core/group-order.ts'
import type { Column } from './columns.ts'

/** What the records of a group have in common. Times stand in full: in words several groups would be called “yesterday”. */
export function GroupName({ by, value }: { readonly by: Column; readonly value: Json }) {
  const words = usePhrases(general)
  const locale = useLocale()
  const context = useFieldContext()
  if (value === null) return <span className="pg-muted">{words('none')}</span>
  if (isByTime(by.field)) return <span className="pg-number">{fieldText(by.field, value, { locale, context })}</span>
  const { Cell } = fieldUi(by.field)
  return <Cell field={by.field} value={value} />
}
