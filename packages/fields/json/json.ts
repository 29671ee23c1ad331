import type { Json } from '@perigon/contracts'
import { bad, type FieldType, ok, type Parsed, wrongType } from '../field-type.ts'

const MAX_DEPTH = 20

function isJson(value: unknown, depth: number): value is Json {
  if (depth > MAX_DEPTH) return false
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1))
  return typeof value === 'object' && Object.values(value).every((item) => isJson(item, depth + 1))
}

/** PostgreSQL keeps the names of an object in an order of its own. */
function same(a: Json, b: Json): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => same(item, b[at] ?? null))
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return (
    !Array.isArray(b) && left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key) ?? null))
  )
}

function parse(input: unknown, field: { readonly max?: number }): Parsed {
  if (!isJson(input, 0)) return wrongType('结构化数据', 'structured data')
  const text = JSON.stringify(input)
  if (text.length > (field.max ?? 100_000)) return bad('too_long', { max: field.max ?? 100_000 })
  return text.includes('\\u0000') ? bad('control_character') : ok(input)
}

/** Structured data the system keeps (view settings, grants); not for people's forms. */
export const jsonField: FieldType = {
  name: 'json',
  columns: [{ suffix: '', type: 'jsonb' }],
  parse,
  parseText: () => wrongType('结构化数据', 'structured data'),
  toColumns: (value) => [value],
  stored: (c) => c(''),
  wire: (c) => c(''),
  sortKey: null,
  operators: ['empty', 'not_empty'],
  condition: ({ column, op }) => `${column('')} is ${op === 'empty' ? '' : 'not '}null`,
  parseOperand: () => wrongType('结构化数据', 'structured data'),
  measures: ['count'],
  measure: (c) => c(''),
  groupable: false,
  same,
  jsonSchema: () => ({}),
  print: (value) => (value === null ? '' : JSON.stringify(value)),
  examples: {
    good: [[{ a: [1, 'x'] }, { a: [1, 'x'] }]],
    bad: [() => 1, Number.NaN, 'a\u0000'],
    text: [],
    same: [
      [
        { a: 1, b: [{ c: null, d: 2 }] },
        { b: [{ d: 2, c: null }], a: 1 },
      ],
    ],
    differ: [
      [{ a: null }, { b: null }],
      [
        [1, 2],
        [2, 1],
      ],
      [[], {}],
    ],
  },
}
