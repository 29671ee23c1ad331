import { f, label, option } from '@perigon/define'
import type { ParseContext } from '@perigon/fields'
import { describe, expect, it } from 'vitest'
import { parseParams } from './parse-params.ts'

const name = label('', '')
const params = {
  reason: f.text({ label: name, required: true }),
  kinds: f.multi_select([option('a', '甲', 'A')], { label: name, required: true }),
  amount: f.decimal({ label: name }),
  state: f.text({ label: name, required: true, default: 'open' }),
}
const context: ParseContext = {
  base_currency: 'CNY',
  rate: () => null,
  check: (_name, value) => ({ value }),
  locale: 'zh-CN',
  time_zone: 'Asia/Shanghai',
}

function issuesOf(given: { readonly [key: string]: unknown }): readonly (readonly [string, string])[] {
  return parseParams(params, given, context).issues.map((issue) => [issue.path, issue.code] as const)
}

describe('the parameters of a verb', () => {
  it('are told all that is missing and all that is wrong at once, a blank and an empty list being missing', () => {
    for (const blank of [undefined, null, '']) {
      expect(issuesOf({ reason: blank, kinds: [], amount: 'many' })).toEqual([
        ['reason', 'required'],
        ['kinds', 'required'],
        ['amount', expect.any(String)],
      ])
    }
  })

  it('are taken with the default of what is blank', () => {
    expect(parseParams(params, { reason: '预算', kinds: ['a'] }, context).values).toEqual({
      reason: '预算',
      kinds: ['a'],
      amount: null,
      state: 'open',
    })
  })
})
