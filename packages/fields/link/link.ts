import { isId, isJsonObject } from '@perigon/contracts'
import { compareScalar } from '../comparisons.ts'
import { bad, type FieldType, ok, type Parsed, wrongType } from '../field-type.ts'

function parse(input: unknown): Parsed {
  const id = isJsonObject(input) ? input['id'] : input
  return isId(id) ? ok(id.toLowerCase()) : wrongType('记录编号', 'a record id')
}

/** A reference to one record of another object, stored as its id. The kernel checks that it exists and prints `{ id, title }`. */
export const linkField: FieldType = {
  name: 'link',
  columns: [{ suffix: '', type: 'uuid' }],
  parse,
  parseText: (text) => (isId(text.trim()) ? ok(text.trim().toLowerCase()) : bad('link_text', { value: text.slice(0, 100) })),
  toColumns: (value) => [value],
  stored: (c) => c(''),
  wire: (c) => c(''),
  sortKey: (c) => c(''),
  operators: ['eq', 'neq', 'in', 'not_in', 'empty', 'not_empty'],
  condition: ({ column, op, value, bind }) => compareScalar({ left: column(''), op, value, bind, cast: 'uuid' }),
  parseOperand: parse,
  measures: ['count', 'count_distinct'],
  measure: (c) => c(''),
  groupable: true,
  jsonSchema: (_field, mode) =>
    mode === 'write'
      ? { type: 'string', format: 'uuid' }
      : {
          type: 'object',
          properties: { id: { type: 'string', format: 'uuid' }, title: { type: ['string', 'null'] } },
          required: ['id', 'title'],
        },
  print: (value) => (value === null ? '' : String(value)),
  examples: {
    good: [
      ['0191d0c0-0000-7000-8000-000000000001', '0191d0c0-0000-7000-8000-000000000001'],
      [{ id: '0191D0C0-0000-7000-8000-000000000001' }, '0191d0c0-0000-7000-8000-000000000001'],
    ],
    bad: ['1', 5, {}, "' or 1=1", ['a']],
    text: [['0191d0c0-0000-7000-8000-000000000001', '0191d0c0-0000-7000-8000-000000000001']],
  },
}
