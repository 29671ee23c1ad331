import type { Condition, FieldMeta, ObjectMeta } from '@perigon/contracts'
import { setLocale } from '@perigon/ui'
import { afterEach, describe, expect, it } from 'vitest'
import { indexMeta } from '../../core/meta-index.ts'
import { conditionWords } from './condition-words.ts'

const field = (key: string, type: FieldMeta['type'], more: Partial<FieldMeta> = {}): FieldMeta => ({
  key,
  type,
  label: { zh: key, en: key },
  required: false,
  read_only: false,
  custom: false,
  operators: [],
  measures: [],
  sortable: true,
  groupable: false,
  ...more,
})

const object = (key: string, more: Partial<ObjectMeta>): ObjectMeta => ({
  key,
  path: key,
  module: 'shop',
  label: { one: { zh: key, en: key }, many: { zh: key, en: key } },
  title: 'name',
  fields: [],
  relations: [],
  list: [],
  sort: [],
  form: [],
  quick: [],
  highlights: [],
  related: [],
  verbs: [],
  can: { create: true, update: true, delete: true, import: true, export: true },
  navigable: true,
  follows: [],
  searchable: true,
  ...more,
})

const visit = object('visit', {
  fields: [
    field('day', 'date', { label: { zh: '日期', en: 'Day' }, buckets: ['day'] }),
    field('kind', 'select', {
      label: { zh: '方式', en: 'Kind' },
      options: [{ value: 'on_site', label: { zh: '上门', en: 'On site' } }],
    }),
    field('host', 'link', { label: { zh: '接待人', en: 'Host' }, target: 'person' }),
    field('cost', 'decimal', { label: { zh: '费用', en: 'Cost' }, measures: ['sum'] }),
  ],
})
const shop = object('shop', {
  fields: [field('name', 'text', { label: { zh: '名称', en: 'Name' } })],
  relations: [{ key: 'visits', object: 'visit', field: 'shop', label: { zh: '拜访', en: 'visits' } }],
})
const meta = indexMeta({ version: 1, objects: [shop, visit] })

function words(condition: Condition): string {
  const locale = 'zh-CN'
  return conditionWords(condition, { meta, object: shop, locale, titles: new Map(), currency: 'CNY', timeZone: 'Asia/Shanghai' })
}

function english(condition: Condition): string {
  setLocale('en-US')
  return conditionWords(condition, {
    meta,
    object: shop,
    locale: 'en-US',
    titles: new Map(),
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
  })
}

const recent: Condition = { field: 'day', op: 'within', value: { period: 'last_n_days', n: 90 } }

describe('a condition in words', () => {
  afterEach(() => setLocale('zh-CN'))

  it('says that there are no related records of some kind', () => {
    const condition: Condition = { has_no: 'visits', where: recent }
    expect(words(condition)).toBe('没有拜访（日期: 最近 90 天）')
    expect(english(condition)).toBe('has no visits where (Day: last 90 days)')
  })

  it('says how many there must be, and who “me” is', () => {
    const condition: Condition = { has: 'visits', min: 3, where: { field: 'host', op: 'eq', value: { me: true } } }
    expect(words(condition)).toBe('有至少 3 条拜访（接待人: 我）')
    expect(english(condition)).toBe('has at least 3 visits where (Host: Me)')
  })

  it('says a figure with what it is taken over', () => {
    const condition: Condition = { aggregate: { relation: 'visits', fn: 'sum', field: 'cost', where: recent }, op: 'gte', value: 100000 }
    expect(words(condition)).toBe('拜访（日期: 最近 90 天）的费用合计 大于等于 100,000')
    expect(english(condition)).toBe('Sum of Cost of visits where (Day: last 90 days) at least 100,000')
  })

  it('says the last day as the latest, and the number of records as a number', () => {
    expect(words({ aggregate: { relation: 'visits', fn: 'max', field: 'day' }, op: 'lt', value: '2026-01-01' })).toBe(
      '拜访的日期最晚 小于 2026-01-01',
    )
    expect(words({ aggregate: { relation: 'visits', fn: 'count' }, op: 'eq', value: 0 })).toBe('拜访的数量 等于 0')
  })

  it('puts a group inside a group in brackets', () => {
    const name = (value: string): Condition => ({ field: 'name', op: 'contains', value })
    expect(words({ and: [name('甲'), { or: [name('乙'), name('丙')] }] })).toBe('名称 包含 甲 且 (名称 包含 乙 或 名称 包含 丙)')
    expect(words({ not: { or: [name('甲'), name('乙')] } })).toBe('不满足（名称 包含 甲 或 名称 包含 乙）')
  })
})
