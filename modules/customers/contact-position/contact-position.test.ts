import type { HookInput } from '@perigon/kernel'
import { hookInput } from '@perigon/testing'
import { describe, expect, it } from 'vitest'
import { contactPositionHooks } from './contact-position.hooks.ts'

const base = { contact: 'contact-1', customer: 'customer-1', start: '2024-01-01' }

describe('a position held', () => {
  it('is named by person and company', () => {
    const linked: HookInput['linked'] = (field) => ({ name: field === 'contact' ? '林晓' : '华信精密' })
    expect(contactPositionHooks.resolve?.(hookInput(base, { linked }))).toEqual({ name: '林晓 · 华信精密' })
    expect(contactPositionHooks.resolve?.(hookInput(base))).toEqual({ name: '' })
  })

  it('does not end before it starts, and nobody reports to oneself', () => {
    expect(contactPositionHooks.check?.(hookInput({ ...base, end: '2023-12-31' }))).toMatchObject([{ path: 'end', code: 'after' }])
    expect(contactPositionHooks.check?.(hookInput({ ...base, reports_to: 'contact-1' }))).toEqual([{ path: 'reports_to', code: 'cycle' }])
    expect(contactPositionHooks.check?.(hookInput({ ...base, end: '2024-01-01', reports_to: 'contact-2' }))).toEqual([])
  })
})
