import type { FieldTypeName, Json, Operator } from '@perigon/contracts'
import type { FieldDefinition } from '@perigon/define'
import { compareText } from '../comparisons.ts'
import { bad, type FieldType, ok, type ParseContext, type Parsed, wrongType } from '../field-type.ts'

const TEXT_OPERATORS: readonly Operator[] = ['eq', 'neq', 'contains', 'not_contains', 'starts_with', 'in', 'not_in', 'empty', 'not_empty']

// Every control character but tab, line feed and carriage return; also lone surrogates, which PostgreSQL cannot store.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about exactly these
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/
// Marks that turn the order of letters round (as in names of files that hide their ending), and the byte-order mark: nobody types them, copied cells carry them.
const ORDER_MARKS = /[\u202a-\u202e\u2066-\u2069\ufeff]/g
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** Length in characters as people count them (code points). */
export function characters(value: string): number {
  let count = 0
  for (const _ of value) count += 1
  return count
}

/** Checks and trims a text: length in characters, no control characters, a module's named check. Marks of writing direction are left out. */
function parseText(input: unknown, field: FieldDefinition, context: ParseContext): Parsed {
  if (typeof input !== 'string') return wrongType('文本', 'text')
  const max = field.max ?? 200
  if (input.length > max * 2 + 1000) return bad('too_long', { max })
  const value = input.replace(ORDER_MARKS, '').trim()
  if (characters(value) > max) return bad('too_long', { max })
  if (CONTROL.test(value) || LONE_SURROGATE.test(value)) return bad('control_character')
  if (value === '') return ok(null)
  if (field.check === undefined) return ok(value)
  const checked = context.check(field.check, value)
  return 'issue' in checked ? { ok: false, issue: checked.issue } : ok(checked.value)
}

const operand = (input: unknown): Parsed => (typeof input === 'string' && input.length <= 2000 ? ok(input) : wrongType('文本', 'text'))

/** The family of types stored in one text column. */
export function textType(name: FieldTypeName, more: Partial<FieldType> & Pick<FieldType, 'examples'>): FieldType {
  return {
    name,
    columns: [{ suffix: '', type: 'text' }],
    parse: parseText,
    parseText,
    toColumns: (value) => [value],
    stored: (column) => column(''),
    wire: (column) => column(''),
    sortKey: (column) => column(''),
    operators: TEXT_OPERATORS,
    condition: ({ column, op, value, bind }) => compareText({ left: column(''), op, value, bind }),
    parseOperand: operand,
    measures: ['count', 'count_distinct'],
    measure: (column) => column(''),
    groupable: true,
    jsonSchema: (field) => ({ type: 'string', maxLength: field.max ?? 200 }),
    print: (value: Json) => (value === null ? '' : String(value)),
    ...more,
  }
}

export const textField = textType('text', {
  examples: {
    good: [
      ['上海华信', '上海华信'],
      ['  padded ', 'padded'],
      ['𠮷野家', '𠮷野家'],
      ['🙂', '🙂'],
      ['\u202d上海\u202e华信\u202c\ufeff', '上海华信'],
      ['   ', null],
    ],
    bad: [1, true, {}, ['a'], 'a'.repeat(201), 'bell\u0007', 'half \ud800'],
    text: [['上海华信', '上海华信']],
  },
})

export const longTextField = textType('long_text', {
  sortKey: null,
  groupable: false,
  examples: { good: [['line\nline', 'line\nline']], bad: [5, 'a'.repeat(20001)], text: [['note', 'note']] },
})
