import { describe, expect, it } from 'vitest'
import { type People, type Person, whoIsTold } from './people.ts'

const person = (more: Partial<Person> & { readonly name: string }): Person => ({
  manager: null,
  department: null,
  user: `${more.name}@`,
  ...more,
})

/** rep → lead → director by department; loner has nobody above; gone has left; idle has no login. */
const people: People = {
  employees: new Map([
    ['rep', person({ name: 'rep', manager: 'lead', department: 'east' })],
    ['junior', person({ name: 'junior', department: 'east' })],
    ['lead', person({ name: 'lead', department: 'east' })],
    ['director', person({ name: 'director', department: 'sales' })],
    ['loner', person({ name: 'loner' })],
    ['gone', person({ name: 'gone', manager: 'lead', user: null })],
    ['idle', person({ name: 'idle', manager: 'gone', user: null })],
    ['deputy', person({ name: 'deputy' })],
  ]),
  departments: new Map([
    ['east', { head: 'lead', parent: 'sales' }],
    ['sales', { head: 'director', parent: null }],
  ]),
  delegates: new Map([['lead', ['deputy']]]),
  roles: new Map([['sales_manager', ['lead@', 'director@']]]),
  administrators: ['admin@'],
  logins: new Map(),
}
const tell = (kind: 'owner' | 'manager', employee: string) =>
  whoIsTold(people, { employee, tell: kind === 'manager' ? 'manager' : 'themselves' })

describe('who is told for an owner', () => {
  it('is the owner, and the manager of the owner or else the head of the department', () => {
    expect(tell('owner', 'rep')).toEqual(['rep@'])
    expect(tell('manager', 'rep')).toEqual(['lead@', 'deputy@'])
    expect(tell('manager', 'junior')).toEqual(['lead@', 'deputy@'])
  })

  it('is for a head of department the head above, never that person again', () => {
    expect(tell('manager', 'lead')).toEqual(['director@'])
  })

  it('is whoever is next above somebody who has left or has no login', () => {
    expect(tell('owner', 'gone')).toEqual(['lead@', 'deputy@'])
    expect(tell('owner', 'idle')).toEqual(['lead@', 'deputy@'])
    expect(tell('manager', 'idle')).toEqual(['lead@', 'deputy@'])
  })

  it('is an administrator where nobody is above', () => {
    expect(tell('manager', 'loner')).toEqual(['admin@'])
    expect(tell('manager', 'director')).toEqual(['admin@'])
    expect(tell('owner', 'nobody')).toEqual(['admin@'])
  })

  it('ends where managers go in a circle', () => {
    const circle: People = {
      ...people,
      employees: new Map([
        ['a', person({ name: 'a', manager: 'b', user: null })],
        ['b', person({ name: 'b', manager: 'a', user: null })],
      ]),
      departments: new Map(),
    }
    expect(whoIsTold(circle, { employee: 'a', tell: 'manager' })).toEqual(['admin@'])
  })
})
