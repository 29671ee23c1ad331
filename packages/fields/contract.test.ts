import { FIELD_TYPES } from '@perigon/contracts'
import type { FieldDefinition } from '@perigon/define'
import { describe, expect, it } from 'vitest'
import { fieldTypes, type ParseContext, sameValue } from './index.ts'

const context: ParseContext = {
  base_currency: 'CNY',
  rate: (currency) => ({ CNY: '1', USD: '7' })[currency] ?? null,
  check: (_name, value) => ({ value }),
  locale: 'zh-CN',
  time_zone: 'Asia/Shanghai',
}
const definition = (type: (typeof FIELD_TYPES)[number]): FieldDefinition => ({
  type,
  label: { zh: '字段', en: 'Field' },
  options: [
    { value: 'a', label: { zh: '甲', en: 'Alpha' } },
    { value: 'b', label: { zh: '乙', en: 'Beta' } },
  ],
  ...(type === 'long_text' ? { max: 20000 } : {}),
  ...(type === 'percent' ? { min: 0, max: 100, scale: 2 } : {}),
})

describe.each(FIELD_TYPES)('field type %s', (name) => {
  const type = fieldTypes[name]
  const field = definition(name)
  const column = (suffix: string): string => `t."x${suffix}"`

  it('is registered under its own name', () => {
    expect(type.name).toBe(name)
  })
  it('accepts what it should and gives the canonical value', () => {
    for (const [input, value] of type.examples.good) expect(type.parse(input, field, context)).toEqual({ ok: true, value })
  })
  it('accepts its canonical value again', () => {
    for (const [, value] of type.examples.good) {
      if (value === null) continue
      expect(type.parse(value, field, context)).toEqual({ ok: true, value })
    }
  })
  it('refuses what it should, without throwing', () => {
    for (const input of [...type.examples.bad, undefined, Symbol('x')]) expect(type.parse(input, field, context).ok).toBe(false)
  })
  it('reads text from files', () => {
    for (const [text, value] of type.examples.text) expect(type.parseText(text, field, context)).toEqual({ ok: true, value })
  })
  it('gives one JSON value per column, also for null', () => {
    for (const value of [...type.examples.good.map(([, canonical]) => canonical), null])
      expect(type.toColumns(value)).toHaveLength(type.columns.length)
  })
  it('knows one value however it is written, and tells others apart', () => {
    for (const [, value] of type.examples.good) expect(sameValue(type, value, JSON.parse(JSON.stringify(value)))).toBe(true)
    for (const [a, b] of type.examples.same ?? []) expect([a, b, sameValue(type, a, b), sameValue(type, b, a)]).toEqual([a, b, true, true])
    for (const [a, b] of type.examples.differ ?? []) expect([a, b, sameValue(type, a, b)]).toEqual([a, b, false])
    for (const [, value] of type.examples.good.filter(([, canonical]) => canonical !== null))
      expect([sameValue(type, value, null), sameValue(type, undefined, value)]).toEqual([false, false])
  })
  it('never puts a value into the SQL text', () => {
    const evil = "x'; drop table t; --"
    for (const op of type.operators) {
      const bound: unknown[] = []
      const sql = type.condition({
        column,
        op,
        value: op === 'between' ? [evil, evil] : evil,
        bind: (value) => `$${bound.push(value)}`,
        field,
      })
      expect(sql).not.toContain('drop table')
      expect(sql).toContain('t."x')
    }
  })
  it('tells its JSON Schema for reading and writing, and prints null as nothing', () => {
    expect(type.jsonSchema(field, 'read')).toBeTypeOf('object')
    expect(type.jsonSchema(field, 'write')).toBeTypeOf('object')
    expect(type.print(null, field, 'zh-CN')).toBe('')
  })
})
