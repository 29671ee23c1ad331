import type { Json } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { describe, expect, it } from 'vitest'
import { duplicateRuleHooks } from './duplicate-rule.hooks.ts'
import { duplicateRuleSeeds } from './duplicate-rule.seeds.ts'

function thresholdOf(image: { readonly [field: string]: Json }): unknown {
  return duplicateRuleHooks.resolve?.({
    op: 'create',
    before: null,
    image,
    changed: () => true,
    linked: () => null,
    actor: systemActor('test'),
    cause: { kind: 'api' },
    now: new Date(0),
  })?.['threshold']
}

describe('the threshold of a duplicate rule', () => {
  it.each([
    ['equal', 90, null],
    ['domain', 95, null],
    ['equal', null, null],
    ['alike', 95, 95],
    ['alike', null, 90],
  ])('of “%s” with %j is %j', (compare, threshold, kept) => expect(thresholdOf({ compare, threshold })).toBe(kept))

  it('stands in the rules of a new system only where they compare alike', () => {
    const thresholds = duplicateRuleSeeds.map(({ values }) => [values['name_en'], values['threshold']])
    const wanted = duplicateRuleSeeds.map(({ values }) => [values['name_en'], values['compare'] === 'alike' ? 90 : null])
    expect(thresholds).toEqual(wanted)
  })
})
