import type { HookInput, Stored } from '@perigon/kernel'
import { hookInput, testActor } from '@perigon/testing'
import { describe, expect, it } from 'vitest'
import { interactionHooks } from './interaction.hooks.ts'

const resolve = (patch: Stored, more: Partial<HookInput> = {}) => interactionHooks.resolve?.(hookInput(patch, more))

describe('an interaction', () => {
  it('needs only a body: subject, time and employee come by themselves', () => {
    expect(resolve({ type: 'call', body: ' 客户确认预算\n下周拜访 ' })).toEqual({
      subject: '客户确认预算',
      at: '2026-03-02T02:00:00.000Z',
      employee: 'employee-1',
      customer: null,
    })
  })

  it('is called by its type when it says nothing, in the language of the person', () => {
    expect(resolve({ type: 'visit' })).toMatchObject({ subject: '拜访' })
    expect(resolve({ type: 'visit' }, { actor: { ...testActor, locale: 'en-US' } })).toMatchObject({ subject: 'Visit' })
  })

  it('cuts a long first line between characters, also rare ones', () => {
    const subject = resolve({ type: 'note', body: '𠮷'.repeat(80) })?.['subject']
    expect(subject).toBe(`${'𠮷'.repeat(59)}…`)
  })

  it('belongs to the customer of its opportunity or contact', () => {
    const linked: HookInput['linked'] = (field) => ({ customer: field === 'opportunity' ? 'customer-1' : 'customer-2' })
    expect(resolve({ type: 'call' }, { linked })).toMatchObject({ customer: 'customer-1' })
    expect(resolve({ type: 'call', customer: 'customer-9' }, { linked })).toMatchObject({ customer: 'customer-9' })
  })

  it('keeps what the person wrote', () => {
    const told = { type: 'call', subject: '回访', at: '2026-02-01T00:00:00Z', employee: 'employee-7' }
    expect(resolve(told)).toMatchObject({ subject: '回访', at: '2026-02-01T00:00:00Z', employee: 'employee-7' })
  })
})
