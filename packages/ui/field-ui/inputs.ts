import type { FieldTypeName } from '@perigon/contracts'
import type { ComponentType } from 'react'
import type { FieldInputProps } from './field-ui.ts'
import { AutoNumberInput } from './auto-number/auto-number-input.tsx'
import { BooleanInput } from './boolean/boolean-input.tsx'
import { DateInput } from './date/date-input.tsx'
import { DatetimeInput } from './datetime/datetime-input.tsx'
import { DecimalInput } from './decimal/decimal-input.tsx'
import { DurationInput } from './duration/duration-input.tsx'
import { EmailInput } from './email/email-input.tsx'
import { IntegerInput } from './integer/integer-input.tsx'
import { JsonInput } from './json/json-input.tsx'
import { LinkInput } from './link/link-input.tsx'
import { LongTextInput } from './long-text/long-text-input.tsx'
import { MoneyInput } from './money/money-input.tsx'
import { MultiSelectInput } from './multi-select/multi-select-input.tsx'
import { PercentInput } from './percent/percent-input.tsx'
import { PhoneInput } from './phone/phone-input.tsx'
import { SelectInput } from './select/select-input.tsx'
import { TagsInput } from './tags/tags-input.tsx'
import { TextInput } from './text/text-input.tsx'
import { UrlInput } from './url/url-input.tsx'

/** Field type → input. Loaded when first needed: date pickers and the like are heavy. */
export const inputs: { readonly [T in FieldTypeName]: ComponentType<FieldInputProps> } = {
  text: TextInput,
  long_text: LongTextInput,
  integer: IntegerInput,
  decimal: DecimalInput,
  money: MoneyInput,
  percent: PercentInput,
  boolean: BooleanInput,
  date: DateInput,
  datetime: DatetimeInput,
  duration: DurationInput,
  select: SelectInput,
  multi_select: MultiSelectInput,
  tags: TagsInput,
  link: LinkInput,
  phone: PhoneInput,
  email: EmailInput,
  url: UrlInput,
  auto_number: AutoNumberInput,
  json: JsonInput,
}
