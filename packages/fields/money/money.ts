import { isJsonObject, type Json } from '@perigon/contracts'
import type { FieldDefinition } from '@perigon/define'
import { Decimal } from 'decimal.js'
import { compareScalar } from '../comparisons.ts'
import { bad, type FieldType, ok, type ParseContext, type Parsed, wrongType } from '../field-type.ts'
import { NUMBER_MEASURES, ORDER_OPERATORS, plainNumber, sameDecimal } from '../number/number.ts'

const PLAIN = /^[+-]?\d{1,20}(\.\d{1,12})?$/

/** Amount in the given currency → `{ amount, currency, rate, base }`, all decimal strings; base = amount × rate, half-up to 2 digits. */
function money(
  { amount, currency }: { readonly amount: Json; readonly currency: string },
  field: FieldDefinition,
  context: ParseContext,
): Parsed {
  const text = typeof amount === 'number' && Number.isFinite(amount) ? new Decimal(amount).toFixed() : amount
  if (typeof text !== 'string' || !PLAIN.test(text)) return wrongType('金额', 'an amount')
  const usual = usualAmount(text)
  if (usual !== null && context.rate(currency) === '1' && (field.min === undefined || Number(usual) >= field.min)) {
    return ok({ amount: usual, currency, rate: '1', base: usual })
  }
  const value = new Decimal(text).toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
  if (value.abs().gte('1e16')) return bad('too_large', { max: '9999999999999999.99' })
  if (field.min !== undefined && value.lt(field.min)) return bad('too_small', { min: field.min })
  const rate = context.rate(currency)
  if (rate === null) return bad('currency', { value: currency })
  return ok({
    amount: value.toFixed(2),
    currency,
    rate,
    base: value.times(rate).toFixed(2, Decimal.ROUND_HALF_UP),
  })
}

/** Most amounts are plain already and in the base currency: no arithmetic is needed to write two decimals. */
function usualAmount(text: string): string | null {
  const match = /^(0|[1-9]\d{0,12})(?:\.(\d{1,2}))?$/.exec(text)
  return match === null ? null : `${match[1]}.${(match[2] ?? '').padEnd(2, '0')}`
}

function parse(input: unknown, field: FieldDefinition, context: ParseContext): Parsed {
  if (typeof input === 'number' || typeof input === 'string')
    return money({ amount: input, currency: context.base_currency }, field, context)
  if (!isJsonObject(input)) return wrongType('金额', 'an amount')
  const { amount, currency } = input
  if (amount === null || amount === undefined || amount === '') return ok(null)
  if (typeof amount !== 'string' && typeof amount !== 'number') return wrongType('金额', 'an amount')
  if (currency !== undefined && typeof currency !== 'string') return wrongType('金额', 'an amount')
  return money({ amount, currency: currency ?? context.base_currency }, field, context)
}

const CURRENCY_SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^(US\$|\$|USD)|(USD|美元)$/i, 'USD'],
  [/^(€|EUR)|(EUR|欧元)$/i, 'EUR'],
  [/^(HK\$|HKD)|(HKD|港币|港元)$/i, 'HKD'],
  [/^(CNY|RMB|¥|￥)|(CNY|RMB|元|人民币)$/i, 'CNY'],
]

function parseText(text: string, field: FieldDefinition, context: ParseContext): Parsed {
  const value = text.normalize('NFKC').trim()
  for (const [sign, currency] of CURRENCY_SIGNS) {
    if (sign.test(value) && context.rate(currency) !== null)
      return money({ amount: plainNumber(value.replace(sign, '')), currency }, field, context)
  }
  return money({ amount: plainNumber(value), currency: context.base_currency }, field, context)
}

const part = (value: Json, key: string): Json => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1]
  return typeof found === 'string' ? found : null
}

const DECIMALS = ['amount', 'rate', 'base'] as const

/** Money: amount, currency, rate to base and base amount, in four columns. Sums and sorting use the base amount. */
export const moneyField: FieldType = {
  name: 'money',
  columns: [
    { suffix: '', type: 'numeric(18,2)' },
    { suffix: '_currency', type: 'text' },
    { suffix: '_rate', type: 'numeric(18,8)' },
    { suffix: '_base', type: 'numeric(18,2)' },
  ],
  parse,
  parseText,
  toColumns: (value) => ['amount', 'currency', 'rate', 'base'].map((key) => part(value, key)),
  stored: (c) =>
    `case when ${c('')} is null then null else json_build_object('amount', ${c('')}::text, 'currency', ${c('_currency')}, 'rate', trim_scale(${c('_rate')})::text, 'base', ${c('_base')}::text) end`,
  wire: (c) =>
    `case when ${c('')} is null then null else json_build_object('amount', ${c('')}::text, 'currency', ${c('_currency')}, 'base', ${c('_base')}::text) end`,
  sortKey: (c) => c('_base'),
  operators: ORDER_OPERATORS,
  condition: ({ column, op, value, bind }) => compareScalar({ left: column('_base'), op, value, bind, cast: 'numeric' }),
  parseOperand: (input) => {
    const amount = isJsonObject(input) ? input['amount'] : input
    const text = typeof amount === 'number' ? String(amount) : amount
    return typeof text === 'string' && PLAIN.test(text) ? ok(text) : wrongType('金额', 'an amount')
  },
  measures: NUMBER_MEASURES,
  measure: (c) => c('_base'),
  groupable: false,
  same: (a, b) => part(a, 'currency') === part(b, 'currency') && DECIMALS.every((key) => sameDecimal(part(a, key), part(b, key))),
  jsonSchema: (_field, mode) => ({
    type: 'object',
    properties: {
      amount: { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' },
      currency: { type: 'string', minLength: 3, maxLength: 3 },
      ...(mode === 'read' ? { base: { type: 'string' } } : {}),
    },
    required: ['amount'],
    additionalProperties: false,
  }),
  print: (value) => (value === null ? '' : String(part(value, 'amount'))),
  examples: {
    good: [
      [
        { amount: '100', currency: 'CNY' },
        { amount: '100.00', currency: 'CNY', rate: '1', base: '100.00' },
      ],
      [5, { amount: '5.00', currency: 'CNY', rate: '1', base: '5.00' }],
      [
        { amount: '10.005', currency: 'USD' },
        { amount: '10.01', currency: 'USD', rate: '7', base: '70.07' },
      ],
      [{ amount: null }, null],
    ],
    bad: ['many', { amount: 'x' }, { amount: '1', currency: 'XXX' }, [], true, '99999999999999999999'],
    text: [
      ['¥1,234.5', { amount: '1234.50', currency: 'CNY', rate: '1', base: '1234.50' }],
      ['３００', { amount: '300.00', currency: 'CNY', rate: '1', base: '300.00' }],
    ],
    same: [
      [
        { amount: '1.00', currency: 'USD', rate: '7.00000000', base: '7.00' },
        { base: '7.00', rate: '7', currency: 'USD', amount: '1.00' },
      ],
    ],
    differ: [
      [
        { amount: '1.00', currency: 'USD', rate: '7', base: '7.00' },
        { amount: '1.00', currency: 'EUR', rate: '7', base: '7.00' },
      ],
      [
        { amount: '1.00', currency: 'USD', rate: '7', base: '7.00' },
        { amount: '1.00', currency: 'USD', rate: '7.1', base: '7.10' },
      ],
    ],
  },
}
