import { compareList, isList } from '../comparisons.ts'
import { bad, type FieldType, ok, type Parsed, wrongType } from '../field-type.ts'
import { characters } from '../text/text.ts'

const MAX_LENGTH = 60

function parse(input: unknown, field: { readonly max?: number }): Parsed {
  if (!Array.isArray(input)) return wrongType('文本列表', 'a list of texts')
  if (input.length > (field.max ?? 50)) return bad('too_large', { max: field.max ?? 50 })
  const found: string[] = []
  for (const item of input) {
    if (typeof item !== 'string') return wrongType('文本列表', 'a list of texts')
    const value = item.trim()
    if (characters(value) > MAX_LENGTH) return bad('too_long', { max: MAX_LENGTH })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refused on purpose
    if (/[\u0000-\u001f\u007f]/.test(value)) return bad('control_character')
    if (value !== '' && !found.includes(value)) found.push(value)
  }
  return ok(found.length === 0 ? null : found)
}

/** Free words. */
export const tagsField: FieldType = {
  name: 'tags',
  columns: [{ suffix: '', type: 'text[]' }],
  parse,
  parseText: (text, field) => parse(text.split(/[;；,，、|\n]/), field),
  toColumns: (value) => [value],
  stored: (c) => c(''),
  wire: (c) => c(''),
  sortKey: null,
  operators: ['has_any', 'has_all', 'empty', 'not_empty'],
  condition: ({ column, op, value, bind }) => compareList({ left: column(''), op, value, bind }),
  parseOperand: (input) => (typeof input === 'string' ? ok(input) : wrongType('文本', 'text')),
  measures: ['count'],
  measure: (c) => c(''),
  groupable: false,
  jsonSchema: (field) => ({ type: 'array', items: { type: 'string', maxLength: MAX_LENGTH }, maxItems: field.max ?? 50 }),
  print: (value) => (isList(value) ? value.join('; ') : ''),
  examples: {
    good: [
      [
        ['重点', ' 华东 ', '重点'],
        ['重点', '华东'],
      ],
      [[], null],
    ],
    bad: ['x', [1], [['a']], ['a'.repeat(61)]],
    text: [['重点、华东', ['重点', '华东']]],
  },
}
