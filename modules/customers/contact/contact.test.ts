import type { Command } from '@perigon/kernel'
import { hookInput, testActor } from '@perigon/testing'
import { describe, expect, it } from 'vitest'
import { contactHooks } from './contact.hooks.ts'
import { moveContact } from './contact.verbs.ts'

const lin = { id: 'contact-1', name: '林晓', customer: 'customer-1', title: '采购经理', owner: 'employee-1' }

describe('a contact', () => {
  it('gets its first position with its first employer', () => {
    const position = { contact: 'contact-1', customer: 'customer-1', title: '采购经理', owner: 'employee-1', is_primary: true }
    expect(contactHooks.follow?.(hookInput(lin))).toEqual([{ object: 'contact_position', op: 'create', patch: position }])
    expect(contactHooks.follow?.(hookInput({ id: 'contact-1', name: '林晓' }))).toEqual([])
    expect(contactHooks.follow?.(hookInput(lin, { cause: { kind: 'seed' } }))).toEqual([])
    expect(contactHooks.follow?.(hookInput({ title: '总监' }, { before: lin }))).toEqual([])
  })

  it('changes employer by the action, by a file, but not by a plain edit', () => {
    const issues = contactHooks.check?.(hookInput({ customer: 'customer-2' }, { before: lin }))
    expect(issues).toEqual([{ path: 'customer', code: 'use_verb', data: { verb: { zh: '更换任职单位', en: 'Change employer' } } }])
    for (const kind of ['verb', 'import', 'undo'] as const) {
      expect(contactHooks.check?.(hookInput({ customer: 'customer-2' }, { before: lin, cause: { kind } }))).toEqual([])
    }
    expect(contactHooks.check?.(hookInput({ customer: 'customer-2' }, { before: { ...lin, customer: null } }))).toEqual([])
  })

  it('ends the old main position when it moves', async () => {
    const written: Command[] = []
    const context = {
      actor: testActor,
      now: new Date('2026-03-02T02:00:00Z'),
      get: async () => null,
      erase: async () => undefined,
      find: async () => [{ id: 'position-1', is_primary: true, end: null }],
      write: async (commands: readonly Command[]) => {
        written.push(...commands)
        return []
      },
    }
    await moveContact.run(context, { record: lin, params: { customer: 'customer-2', title: '总监', start: '2026-03-01' } })
    expect(written).toEqual([
      { object: 'contact_position', op: 'update', id: 'position-1', patch: { is_primary: false, end: '2026-03-01' } },
      { object: 'contact', op: 'update', id: 'contact-1', patch: { customer: 'customer-2', title: '总监' } },
      expect.objectContaining({ patch: expect.objectContaining({ customer: 'customer-2', start: '2026-03-01', is_primary: true }) }),
    ])
  })
})
