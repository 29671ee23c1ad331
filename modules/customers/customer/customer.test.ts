import type { HookInput } from '@perigon/kernel'
import { hookInput } from '@perigon/testing'
import { describe, expect, it } from 'vitest'
import { Customer } from './customer.object.ts'
import { COMPLETENESS_WEIGHTS, completeness, customerHooks } from './customer.hooks.ts'

describe('a customer', () => {
  it('carries the name by which it is matched', () => {
    expect(customerHooks.resolve?.(hookInput({ name: '上海华信（集团）有限公司' }))).toMatchObject({ name_normalized: '上海华信' })
  })

  it('is complete by weight: nothing 0, everything 100, rounded half up to two decimals', () => {
    expect(completeness({ name: '华信' })).toBe('0.00')
    expect(completeness(Object.fromEntries(Object.keys(COMPLETENESS_WEIGHTS).map((field) => [field, 'x'])))).toBe('100.00')
    // credit_code (2) + industry (2) + phone (2) of 19
    expect(completeness({ credit_code: 'x', industry: 'x', phone: 'x', website: '' })).toBe('31.58')
  })

  it('measures completeness on fields that exist', () => {
    const known = [...Object.keys(Customer.fields), 'owner']
    expect(Object.keys(COMPLETENESS_WEIGHTS).filter((field) => !known.includes(field))).toEqual([])
  })
})

describe('the life cycle', () => {
  const check = (from: string, to: string, more: Partial<HookInput> & { readonly reason?: string } = {}) =>
    customerHooks.check?.(
      hookInput({ lifecycle_stage: to, lifecycle_reason: more.reason ?? null }, { before: { lifecycle_stage: from }, ...more }),
    )
  const refused = [{ path: 'lifecycle_reason', code: 'reason_required' }]

  it('goes forward and sideways freely', () => {
    for (const [from, to] of [
      ['target', 'prospect'],
      ['target', 'signed'],
      ['repeat', 'dormant'],
      ['dormant', 'won_back'],
      ['won_back', 'signed'],
      ['signed', 'lost'],
    ] as const) {
      expect(check(from, to)).toEqual([])
    }
  })

  it('goes back only with a reason, or by a file', () => {
    for (const [from, to] of [
      ['signed', 'opportunity'],
      ['repeat', 'target'],
      ['lost', 'prospect'],
    ] as const) {
      expect(check(from, to)).toEqual(refused)
      expect(check(from, to, { reason: '合同取消' })).toEqual([])
      expect(check(from, to, { cause: { kind: 'import' } })).toEqual([])
    }
  })

  it('forgets the reason of the step before', () => {
    const before = { name: '华信', lifecycle_stage: 'target', lifecycle_reason: '误录' }
    expect(customerHooks.resolve?.(hookInput({ lifecycle_stage: 'prospect' }, { before }))).toMatchObject({ lifecycle_reason: null })
    expect(customerHooks.resolve?.(hookInput({ phone: '1' }, { before }))).not.toHaveProperty('lifecycle_reason')
  })

  it('allows exactly the steps of the specification', () => {
    const table = Customer.transitions?.['lifecycle_stage'] ?? {}
    const chain = ['target', 'prospect', 'opportunity', 'signed', 'end_user', 'repeat']
    for (const stage of chain) {
      const dormant = chain.indexOf(stage) >= chain.indexOf('signed') ? ['dormant'] : []
      expect([...(table[stage] ?? [])].sort()).toEqual([...chain.filter((other) => other !== stage), ...dormant, 'lost'].sort())
    }
    expect(table['dormant']).toEqual(['won_back', 'lost'])
    expect(table['won_back']).toEqual(['signed', 'end_user', 'repeat', 'dormant', 'lost'])
    expect(table['lost']).toEqual(chain)
  })
})
