import type { FieldTypeName } from '@perigon/contracts'
import { autoNumberField } from './auto-number/auto-number.ts'
import { booleanField } from './boolean/boolean.ts'
import { emailField, phoneField, urlField } from './contact-point/contact-point.ts'
import { dateField, datetimeField } from './date/date.ts'
import type { FieldType } from './field-type.ts'
import { jsonField } from './json/json.ts'
import { linkField } from './link/link.ts'
import { tagsField } from './list/tags.ts'
import { moneyField } from './money/money.ts'
import { decimalField, durationField, integerField, percentField } from './number/number.ts'
import { multiSelectField, selectField } from './select/select.ts'
import { longTextField, textField } from './text/text.ts'

/** The closed set of field types. A new type is a folder and one line here. */
export const fieldTypes: { readonly [name in FieldTypeName]: FieldType } = {
  text: textField,
  long_text: longTextField,
  integer: integerField,
  decimal: decimalField,
  money: moneyField,
  percent: percentField,
  boolean: booleanField,
  date: dateField,
  datetime: datetimeField,
  duration: durationField,
  select: selectField,
  multi_select: multiSelectField,
  tags: tagsField,
  link: linkField,
  phone: phoneField,
  email: emailField,
  url: urlField,
  auto_number: autoNumberField,
  json: jsonField,
}
