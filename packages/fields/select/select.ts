import type { Json, Locale } from '@perigon/contracts'
import type { FieldDefinition } from '@perigon/define'
import { compareList, compareScalar, isList } from '../comparisons.ts'
import { bad, type FieldType, ok, type Parsed, wrongType } from '../field-type.ts'

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** Label of an option, the value itself when it is unknown. */
export function optionLabel(value: Json, field: FieldDefinition, locale: Locale): string {
  if (value === null) return ''
  const found = field.options?.find((option) => option.value === value)
  return found === undefined ? String(value) : locale === 'zh-CN' ? found.label.zh : found.label.en
}

/** The option a text means: its value, a label in either language, or a synonym; case and width do not matter. */
export function optionOf(text: string, field: FieldDefinition): string | null {
  const word = fold(text)
  const found = field.options?.find((option) =>
    [option.value, option.label.zh, option.label.en, ...(option.synonyms ?? [])].some((name) => fold(name) === word),
  )
  return found?.value ?? null
}

function parse(input: unknown, field: FieldDefinition): Parsed {
  if (typeof input !== 'string') return wrongType('选项', 'an option')
  return field.options?.some((option) => option.value === input) === true ? ok(input) : bad('option', { value: input.slice(0, 100) })
}

const values = (field: FieldDefinition): Json => (field.options ?? []).map((option) => option.value)

export const selectField: FieldType = {
  name: 'select',
  needsOptions: true,
  columns: [{ suffix: '', type: 'text' }],
  parse,
  parseText: (text, field) => {
    const value = optionOf(text, field)
    return value === null ? bad('option', { value: text.slice(0, 100) }) : ok(value)
  },
  toColumns: (value) => [value],
  stored: (c) => c(''),
  wire: (c) => c(''),
  sortKey: (c) => c(''),
  operators: ['eq', 'neq', 'in', 'not_in', 'empty', 'not_empty'],
  condition: ({ column, op, value, bind }) => compareScalar({ left: column(''), op, value, bind, cast: 'text' }),
  parseOperand: parse,
  measures: ['count', 'count_distinct'],
  measure: (c) => c(''),
  groupable: true,
  jsonSchema: (field) => ({ type: 'string', enum: values(field) }),
  print: optionLabel,
  examples: {
    good: [['a', 'a']],
    bad: ['z', 1, {}, ['a']],
    text: [
      ['甲', 'a'],
      ['Alpha', 'a'],
      [' ALPHA ', 'a'],
    ],
  },
}

const MAX_CHOICES = 100

function parseMany(input: unknown, field: FieldDefinition): Parsed {
  if (!Array.isArray(input) || input.length > MAX_CHOICES) return wrongType('选项列表', 'a list of options')
  const chosen: string[] = []
  for (const item of input) {
    const parsed = parse(item, field)
    if (!parsed.ok) return parsed
    if (typeof item === 'string' && !chosen.includes(item)) chosen.push(item)
  }
  return ok(chosen.length === 0 ? null : chosen)
}

export const multiSelectField: FieldType = {
  name: 'multi_select',
  needsOptions: true,
  columns: [{ suffix: '', type: 'text[]' }],
  parse: parseMany,
  parseText: (text, field) => {
    const parts = text
      .split(/[;；,，、|\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
    const chosen = parts.map((part) => optionOf(part, field))
    const missing = chosen.indexOf(null)
    return missing >= 0 ? bad('option', { value: (parts[missing] ?? '').slice(0, 100) }) : parseMany(chosen, field)
  },
  toColumns: (value) => [value],
  stored: (c) => c(''),
  wire: (c) => c(''),
  sortKey: null,
  operators: ['has_any', 'has_all', 'empty', 'not_empty'],
  condition: ({ column, op, value, bind }) => compareList({ left: column(''), op, value, bind }),
  parseOperand: (input, field) => parse(input, field),
  measures: ['count'],
  measure: (c) => c(''),
  groupable: false,
  jsonSchema: (field) => ({ type: 'array', items: { type: 'string', enum: values(field) }, maxItems: MAX_CHOICES }),
  print: (value, field, locale) => (isList(value) ? value.map((item) => optionLabel(item, field, locale)).join('; ') : ''),
  examples: {
    good: [
      [
        ['a', 'b', 'a'],
        ['a', 'b'],
      ],
      [[], null],
    ],
    bad: ['a', [1], ['z'], {}],
    text: [['甲；乙', ['a', 'b']]],
  },
}
