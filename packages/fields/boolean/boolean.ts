import { compareScalar } from '../comparisons.ts'
import { type FieldType, ok, type Parsed, wrongType } from '../field-type.ts'

const YES = new Set(['true', 'yes', 'y', '1', '是', '对', '有', '√', '✓', 't'])
const NO = new Set(['false', 'no', 'n', '0', '否', '错', '无', '×', 'f'])

const parse = (input: unknown): Parsed => (typeof input === 'boolean' ? ok(input) : wrongType('是或否', 'true or false'))

export const booleanField: FieldType = {
  name: 'boolean',
  columns: [{ suffix: '', type: 'boolean' }],
  parse,
  parseText: (text) => {
    const word = text.normalize('NFKC').trim().toLowerCase()
    if (YES.has(word)) return ok(true)
    return NO.has(word) ? ok(false) : wrongType('是或否', 'yes or no')
  },
  toColumns: (value) => [value],
  stored: (c) => c(''),
  wire: (c) => c(''),
  sortKey: (c) => c(''),
  operators: ['eq', 'neq', 'empty', 'not_empty'],
  condition: ({ column, op, value, bind }) => compareScalar({ left: column(''), op, value, bind, cast: 'boolean' }),
  parseOperand: parse,
  measures: ['count'],
  measure: (c) => c(''),
  groupable: true,
  jsonSchema: () => ({ type: 'boolean' }),
  print: (value, _field, locale) =>
    value === null ? '' : value === true ? (locale === 'zh-CN' ? '是' : 'Yes') : locale === 'zh-CN' ? '否' : 'No',
  examples: {
    good: [
      [true, true],
      [false, false],
    ],
    bad: ['true', 1, {}],
    text: [
      ['是', true],
      ['No', false],
    ],
  },
}
