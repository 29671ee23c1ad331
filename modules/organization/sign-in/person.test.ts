import { describe, expect, it } from 'vitest'
import { strictestFields, unionGrants } from './person.ts'

describe('several roles', () => {
  it('add their scopes up, object by object and operation by operation', () => {
    const grants = unionGrants([{ customer: { read: 'own' } }, { customer: { read: 'branch', update: 'own' }, task: { read: 'all' } }])
    expect(grants).toEqual({ customer: { read: ['own', 'branch'], update: ['own'] }, task: { read: ['all'] } })
  })

  it('a role for everything counts for what it does not name itself', () => {
    const grants = unionGrants([{ '*': { read: 'all' } }, { customer: { update: 'own' } }])
    expect(grants['customer']).toEqual({ read: ['all'], update: ['own'] })
  })

  it('deny fields by the strictest of them', () => {
    expect(
      strictestFields([
        { contact: { mobile: 'masked', email: 'read' } },
        null,
        { contact: { mobile: 'hidden' } },
        { contact: { email: 'masked' } },
      ]),
    ).toEqual({
      contact: { mobile: 'hidden', email: 'masked' },
    })
  })
})
