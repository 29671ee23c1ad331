import type { FieldTypeName, Json } from '@perigon/contracts'
import type { FieldDefinition } from '@perigon/define'
import { Decimal } from 'decimal.js'
import { compareScalar } from '../comparisons.ts'
import { bad, type FieldType, ok, type Parsed, wrongType } from '../field-type.ts'

/** Operators of everything that has an order. */
export const ORDER_OPERATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'between', 'in', 'not_in', 'empty', 'not_empty'] as const
export const NUMBER_MEASURES = ['sum', 'avg', 'min', 'max', 'median', 'p25', 'p75', 'p90', 'count', 'count_distinct'] as const

const PLAIN = /^[+-]?\d{1,20}(\.\d{1,12})?$/
const SCALE_WORDS: readonly (readonly [RegExp, number])[] = [
  [/亿$/, 8],
  [/万$/, 4],
]

/** Full-width digits and signs → half width; thousands separators, currency signs and spaces go; 万/亿 multiply. */
export function plainNumber(text: string): string {
  let value = text.normalize('NFKC').replace(/[\s,'’_¥￥$€£元]/g, '')
  if (/^\(.*\)$/.test(value)) value = `-${value.slice(1, -1)}`
  for (const [word, exponent] of SCALE_WORDS) {
    if (word.test(value) && PLAIN.test(value.replace(word, ''))) {
      value = new Decimal(value.replace(word, '')).times(new Decimal(10).pow(exponent)).toFixed()
    }
  }
  return value
}

function inRange(value: Decimal, field: FieldDefinition): Parsed | null {
  if (field.min !== undefined && value.lt(field.min)) return bad('too_small', { min: field.min })
  if (field.max !== undefined && value.gt(field.max)) return bad('too_large', { max: field.max })
  return null
}

/** One number may be written with more or fewer zeros at its end. */
export const sameDecimal = (a: Json, b: Json): boolean =>
  (typeof a === 'string' || typeof a === 'number') && (typeof b === 'string' || typeof b === 'number') && new Decimal(a).eq(b)

/** Exact decimal → canonical string with the field's scale, rounded half-up. */
function parseDecimal(input: unknown, field: FieldDefinition): Parsed {
  const text = typeof input === 'number' && Number.isFinite(input) ? new Decimal(input).toFixed() : input
  if (typeof text !== 'string' || !PLAIN.test(text)) return wrongType('数字', 'a number')
  const value = new Decimal(text)
  if (value.abs().gte('1e16')) return bad('too_large', { max: '9999999999999999' })
  return inRange(value, field) ?? ok(value.toFixed(field.scale ?? 2, Decimal.ROUND_HALF_UP))
}

function parseInteger(input: unknown, field: FieldDefinition): Parsed {
  const text = typeof input === 'number' ? String(input) : input
  if (typeof text !== 'string' || !/^[+-]?\d{1,15}(\.0+)?$/.test(text)) return wrongType('整数', 'a whole number')
  // Fifteen digits are exact in a number.
  const value = Number(text)
  if (Math.abs(value) > 2147483647) return bad('too_large', { max: 2147483647 })
  if (field.min !== undefined && value < field.min) return bad('too_small', { min: field.min })
  if (field.max !== undefined && value > field.max) return bad('too_large', { max: field.max })
  return ok(value === 0 ? 0 : value)
}

function numberType(
  name: FieldTypeName,
  more: Pick<FieldType, 'examples' | 'parse' | 'columns'> & { readonly cast: string } & Partial<FieldType>,
): FieldType {
  const { cast, ...rest } = more
  const text = cast === 'numeric'
  return {
    name,
    parseText: (input, field, context) => more.parse(plainNumber(input), field, context),
    toColumns: (value) => [value],
    stored: (column) => (text ? `${column('')}::text` : column('')),
    wire: (column) => (text ? `${column('')}::text` : column('')),
    sortKey: (column) => column(''),
    operators: ORDER_OPERATORS,
    condition: ({ column, op, value, bind }) => compareScalar({ left: column(''), op, value, bind, cast }),
    parseOperand: (input, field, context) => more.parse(input, { ...field, min: -1e15, max: 1e15 }, context),
    measures: NUMBER_MEASURES,
    measure: (column) => column(''),
    groupable: true,
    ...(text ? { same: sameDecimal } : {}),
    jsonSchema: (field) => (text ? { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' } : { type: 'integer', ...limits(field) }),
    print: (value: Json) => (value === null ? '' : String(value)),
    ...rest,
  }
}

function limits(field: FieldDefinition): { readonly [key: string]: Json } {
  return { ...(field.min === undefined ? {} : { minimum: field.min }), ...(field.max === undefined ? {} : { maximum: field.max }) }
}

export const integerField = numberType('integer', {
  cast: 'integer',
  columns: [{ suffix: '', type: 'integer' }],
  parse: parseInteger,
  examples: {
    good: [
      [5, 5],
      ['12', 12],
    ],
    bad: [1.5, 'x', null, {}, 3e9],
    text: [
      ['1,234', 1234],
      ['２０人'.slice(0, 2), 20],
      ['3.0', 3],
    ],
  },
})

export const durationField = numberType('duration', {
  cast: 'integer',
  columns: [{ suffix: '', type: 'integer' }],
  parse: parseInteger,
  examples: { good: [[60, 60]], bad: ['long'], text: [['90', 90]] },
})

export const decimalField = numberType('decimal', {
  cast: 'numeric',
  columns: [{ suffix: '', type: 'numeric(24,8)' }],
  parse: parseDecimal,
  stored: (column) => `trim_scale(${column('')})::text`,
  wire: (column) => `trim_scale(${column('')})::text`,
  examples: {
    good: [
      ['1.005', '1.01'],
      [2, '2.00'],
    ],
    bad: ['1e5', 'abc', {}, true, Number.NaN],
    text: [
      ['¥1,234.50', '1234.50'],
      ['1.2万', '12000.00'],
    ],
    same: [
      ['1.00', '1'],
      ['-0.50', '-0.5'],
    ],
    differ: [['1.00', '1.01']],
  },
})

export const percentField = numberType('percent', {
  cast: 'numeric',
  columns: [{ suffix: '', type: 'numeric(7,2)' }],
  parse: parseDecimal,
  parseText: (input, field) => parseDecimal(plainNumber(input.replace(/[%％]\s*$/, '')), field),
  measures: ['avg', 'min', 'max', 'median', 'count'],
  print: (value) => (value === null ? '' : `${String(value)}%`),
  examples: {
    good: [
      [50, '50.00'],
      ['12.5', '12.50'],
    ],
    bad: [101, -1, 'half'],
    text: [
      ['50%', '50.00'],
      ['12.5％', '12.50'],
    ],
    same: [['12.5', '12.50']],
    differ: [['12.5', '12.51']],
  },
})
