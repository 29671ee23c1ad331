import { expect, it } from 'vitest'
import { differentCells, differentFields, scopeOf } from './role-difference.ts'

it('a star counts for the objects a role does not name itself', () => {
  const grants = { '*': { read: 'all' }, customer: { read: 'own' } } as const
  expect([scopeOf(grants, 'customer', 'read'), scopeOf(grants, 'contact', 'read'), scopeOf(grants, 'customer', 'update')]).toEqual([
    'own',
    'all',
    'none',
  ])
})

it('two roles differ where one grants what the other does not', () => {
  const found = differentCells({ customer: { read: 'own', update: 'own' } }, { customer: { read: 'all', update: 'own' } }, [
    'customer',
    'contact',
  ])
  expect([...found]).toEqual(['customer.read'])
})

it('and where a field is limited in one of them', () => {
  const found = differentFields(
    { contact: { mobile: 'masked', email: 'read' } },
    { contact: { email: 'read' }, customer: { phone: 'hidden' } },
  )
  expect([...found]).toEqual(['contact.mobile', 'customer.phone'])
})
