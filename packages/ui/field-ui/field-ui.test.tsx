import { FIELD_TYPES, type FieldMeta, type FieldTypeName, type Json, OPERATORS } from '@perigon/contracts'
import { createElement, type FunctionComponent } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { cells } from './cells.ts'
import { filters } from './filters.ts'
import { inputs } from './inputs.ts'
import { fieldText, fieldUi } from './registry.ts'

const SAMPLES: { readonly [T in FieldTypeName]: { readonly value: Json; readonly text: string; readonly wire?: Json } } = {
  text: { value: '𠮷野家 😀', text: '𠮷野家 😀' },
  long_text: { value: 'a\nb', text: 'a\nb' },
  integer: { value: 12345, text: '12,345' },
  decimal: { value: '1234.50', text: '1,234.5' },
  money: {
    value: { amount: '1234567.5', currency: 'CNY', base: '1234567.50' },
    text: '¥1,234,567.50',
    wire: { amount: '1234567.5', currency: 'CNY' },
  },
  percent: { value: '63.15', text: '63.15%' },
  boolean: { value: true, text: '是' },
  date: { value: '2026-11-23', text: '2026-11-23 (周一)' },
  datetime: { value: '2026-11-23T02:30:00+00:00', text: '2026-11-23 (周一) 10:30' },
  duration: { value: 5400, text: '1 小时 30 分' },
  select: { value: 'a', text: '甲' },
  multi_select: { value: ['a', 'b'], text: '甲、乙' },
  tags: { value: ['x', 'y'], text: 'x、y' },
  link: { value: { id: '1', title: '上海华信' }, text: '上海华信', wire: '1' },
  phone: { value: '+8613800001234', text: '138 0000 1234' },
  email: { value: 'a@b.cn', text: 'a@b.cn' },
  url: { value: 'https://b.cn', text: 'https://b.cn' },
  auto_number: { value: 'KH2026000001', text: 'KH2026000001' },
  json: { value: { a: [1] }, text: '{"a":[1]}' },
}

function field(type: FieldTypeName): FieldMeta {
  return {
    key: 'f',
    type,
    label: { zh: '字段', en: 'Field' },
    required: false,
    read_only: false,
    custom: false,
    scale: 2,
    target: 'thing',
    options: [
      { value: 'a', label: { zh: '甲', en: 'A' }, color: 'gold' },
      { value: 'b', label: { zh: '乙', en: 'B' } },
    ],
    operators: OPERATORS,
    measures: [],
    sortable: true,
    groupable: true,
  }
}

const place = { locale: 'zh-CN', context: { currency: 'CNY', timeZone: 'Asia/Shanghai' } } as const
const draw = (component: unknown, props: object) => renderToString(createElement(component as FunctionComponent<object>, props))

describe.each(FIELD_TYPES)('field type %s on the screen', (type) => {
  const meta = field(type)
  const sample = SAMPLES[type]

  it('draws a value, nothing, and a value of the wrong shape without failing', () => {
    expect(draw(cells[type], { field: meta, value: sample.value })).not.toBe('')
    for (const value of [null, '', 0, 'zzz', ['q'], { odd: true }, false])
      expect(() => draw(cells[type], { field: meta, value })).not.toThrow()
  })

  it('says its value in plain text', () => {
    expect(fieldText(meta, sample.value, place)).toBe(sample.text)
    expect(fieldText(meta, null, place)).toBe('')
  })

  it('sends what the wire expects', () => {
    expect(fieldUi(meta).toWire(sample.value)).toEqual(sample.wire ?? sample.value)
    expect(fieldUi(meta).toWire(null)).toBeNull()
  })

  it('has an input that names itself for screen readers, empty and filled', () => {
    for (const value of [null, sample.value]) {
      const html = draw(inputs[type], {
        id: 'x',
        field: meta,
        value,
        onChange: () => undefined,
        label: '字段',
        invalid: true,
        describedBy: 'x-error',
      })
      expect(html).toContain('id="x"')
      expect(html).toContain('字段')
    }
  })

  it('has a filter for every operator', () => {
    for (const op of OPERATORS) {
      for (const value of [null, sample.value])
        expect(draw(filters[type], { id: 'x', field: meta, op, value, onChange: () => undefined, label: '字段' })).not.toBe('')
    }
  })

  it('escapes hostile text', () => {
    const html = draw(cells[type], { field: meta, value: '<img src=x onerror=alert(1)>' })
    expect(html).not.toContain('<img')
  })
})

describe('web addresses', () => {
  it('become links only for http and https', () => {
    expect(draw(cells.url, { field: field('url'), value: 'javascript:alert(1)' })).not.toContain('href')
  })
})

describe('a link to a record the reader may not see', () => {
  it('says so instead of showing an id, and leads nowhere', () => {
    const html = draw(cells.link, { field: field('link'), value: { id: '0190', title: null } })
    expect([html.includes('您无权查看'), html.includes('0190'), html.includes('href')]).toEqual([true, false, false])
  })
})

describe('a value on another day', () => {
  it('a moment keeps its time of day, a new one is in the morning; other types stand on no day', () => {
    const { onDay } = fieldUi({ type: 'datetime' })
    expect(onDay?.('2026-11-23T16:30:00Z', '2026-12-01', 'Asia/Shanghai')).toBe('2026-11-30T16:30:00.000Z')
    expect(onDay?.(null, '2026-12-01', 'Asia/Shanghai')).toBe('2026-12-01T01:00:00.000Z')
    expect(fieldUi({ type: 'date' }).onDay?.('2026-11-23', '2026-12-01', 'Asia/Shanghai')).toBe('2026-12-01')
    expect(FIELD_TYPES.filter((type) => fieldUi({ type }).onDay !== undefined)).toEqual(['date', 'datetime'])
  })
})
