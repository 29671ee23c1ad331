import type { People } from '@perigon/organization'
import { describe, expect, it } from 'vitest'
import { addressees } from './addressees.ts'

const person = (name: string) => ({ name, manager: 'lead', department: null, user: `${name}@` })

const people: People = {
  employees: new Map(['rep', 'lead', 'deputy'].map((name) => [name, person(name)])),
  departments: new Map(),
  delegates: new Map([['lead', ['deputy']]]),
  roles: new Map([['sales_manager', ['lead@', 'director@']]]),
  administrators: ['admin@'],
  logins: new Map(),
}
const tell = (kind: 'owner' | 'manager' | 'person' | 'role' | 'pool', more = {}) =>
  addressees(people, { tell: kind, person: null, role: null, ...more }, 'rep')

describe('whom a rung tells', () => {
  it('is the owner, or the manager with whoever stands in', () => {
    expect(tell('owner')).toEqual(['rep@'])
    expect(tell('manager')).toEqual(['lead@', 'deputy@'])
  })

  it('is a chosen person with whoever stands in for them, everybody of a role, and for a pool nobody', () => {
    expect(tell('person', { person: 'lead' })).toEqual(['lead@', 'deputy@'])
    expect(tell('person')).toEqual(['admin@'])
    expect(tell('role', { role: 'sales_manager' })).toEqual(['lead@', 'director@'])
    expect(tell('role', { role: 'none' })).toEqual([])
    expect(tell('pool')).toEqual([])
  })
})
