import type { FieldTypeName } from '@perigon/contracts'
import type { ComponentType } from 'react'
import type { FieldFilterProps } from './field-ui.ts'
import { AutoNumberFilter } from './auto-number/auto-number-filter.tsx'
import { BooleanFilter } from './boolean/boolean-filter.tsx'
import { DateFilter } from './date/date-filter.tsx'
import { DatetimeFilter } from './datetime/datetime-filter.tsx'
import { DecimalFilter } from './decimal/decimal-filter.tsx'
import { DurationFilter } from './duration/duration-filter.tsx'
import { EmailFilter } from './email/email-filter.tsx'
import { IntegerFilter } from './integer/integer-filter.tsx'
import { JsonFilter } from './json/json-filter.tsx'
import { LinkFilter } from './link/link-filter.tsx'
import { LongTextFilter } from './long-text/long-text-filter.tsx'
import { MoneyFilter } from './money/money-filter.tsx'
import { MultiSelectFilter } from './multi-select/multi-select-filter.tsx'
import { PercentFilter } from './percent/percent-filter.tsx'
import { PhoneFilter } from './phone/phone-filter.tsx'
import { SelectFilter } from './select/select-filter.tsx'
import { TagsFilter } from './tags/tags-filter.tsx'
import { TextFilter } from './text/text-filter.tsx'
import { UrlFilter } from './url/url-filter.tsx'

/** Field type → filter. Loaded when first needed: date pickers and the like are heavy. */
export const filters: { readonly [T in FieldTypeName]: ComponentType<FieldFilterProps> } = {
  text: TextFilter,
  long_text: LongTextFilter,
  integer: IntegerFilter,
  decimal: DecimalFilter,
  money: MoneyFilter,
  percent: PercentFilter,
  boolean: BooleanFilter,
  date: DateFilter,
  datetime: DatetimeFilter,
  duration: DurationFilter,
  select: SelectFilter,
  multi_select: MultiSelectFilter,
  tags: TagsFilter,
  link: LinkFilter,
  phone: PhoneFilter,
  email: EmailFilter,
  url: UrlFilter,
  auto_number: AutoNumberFilter,
  json: JsonFilter,
}
