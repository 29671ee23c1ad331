import type { FieldTypeName } from '@perigon/contracts'
import type { ComponentType } from 'react'
import type { FieldCellProps } from './field-ui.ts'
import { AutoNumberCell } from './auto-number/auto-number-cell.tsx'
import { BooleanCell } from './boolean/boolean-cell.tsx'
import { DateCell } from './date/date-cell.tsx'
import { DatetimeCell } from './datetime/datetime-cell.tsx'
import { DecimalCell } from './decimal/decimal-cell.tsx'
import { DurationCell } from './duration/duration-cell.tsx'
import { EmailCell } from './email/email-cell.tsx'
import { IntegerCell } from './integer/integer-cell.tsx'
import { JsonCell } from './json/json-cell.tsx'
import { LinkCell } from './link/link-cell.tsx'
import { LongTextCell } from './long-text/long-text-cell.tsx'
import { MoneyCell } from './money/money-cell.tsx'
import { MultiSelectCell } from './multi-select/multi-select-cell.tsx'
import { PercentCell } from './percent/percent-cell.tsx'
import { PhoneCell } from './phone/phone-cell.tsx'
import { SelectCell } from './select/select-cell.tsx'
import { TagsCell } from './tags/tags-cell.tsx'
import { TextCell } from './text/text-cell.tsx'
import { UrlCell } from './url/url-cell.tsx'

/** Field type → cell. Loaded with the first list. */
export const cells: { readonly [T in FieldTypeName]: ComponentType<FieldCellProps> } = {
  text: TextCell,
  long_text: LongTextCell,
  integer: IntegerCell,
  decimal: DecimalCell,
  money: MoneyCell,
  percent: PercentCell,
  boolean: BooleanCell,
  date: DateCell,
  datetime: DatetimeCell,
  duration: DurationCell,
  select: SelectCell,
  multi_select: MultiSelectCell,
  tags: TagsCell,
  link: LinkCell,
  phone: PhoneCell,
  email: EmailCell,
  url: UrlCell,
  auto_number: AutoNumberCell,
  json: JsonCell,
}
