import { hookInput } from '@perigon/testing'
import { describe, expect, it } from 'vitest'
import { departmentHooks } from './department/department.hooks.ts'
import { employeeHooks } from './employee/employee.hooks.ts'
import { organization } from './module.ts'
import { roleSeeds } from './role/role.seeds.ts'

describe('people and departments', () => {
  it('a department does not end before it begins', () => {
    const issues = departmentHooks.check?.(hookInput({ valid_from: '2026-01-01', valid_to: '2025-12-31' }))
    expect(issues).toMatchObject([{ path: 'valid_to', code: 'after' }])
    expect(departmentHooks.check?.(hookInput({ valid_from: '2026-01-01', valid_to: '2026-01-01' }))).toEqual([])
    expect(departmentHooks.check?.(hookInput({ valid_to: '2025-12-31' }))).toEqual([])
  })

  it('an employee does not leave before joining', () => {
    expect(employeeHooks.check?.(hookInput({ joined_on: '2026-01-01', left_on: '2025-12-31' }))).toMatchObject([{ path: 'left_on' }])
    expect(employeeHooks.check?.(hookInput({ joined_on: '2026-01-01', left_on: null }))).toEqual([])
  })

  it('a password is nowhere in the definitions', () => {
    // A number, such as how many former passwords count, cannot hold one.
    const fields = organization.objects.flatMap((object) => Object.entries(object.fields))
    const keys = fields.filter(([, field]) => field.type !== 'integer').map(([key]) => key)
    expect(keys.filter((key) => /pass|secret|hash/.test(key))).toEqual([])
  })
})

describe('the ready roles', () => {
  const grants = Object.fromEntries(roleSeeds.map(({ values }) => [String(values['key']), values['grants']]))

  it('are there for every persona that signs in, named in both languages, each under an id of its own', () => {
    expect(Object.keys(grants)).toEqual([
      'administrator',
      'sales_manager',
      'sales_rep',
      'marketer',
      'service_agent',
      'field_engineer',
      'dispatcher',
      'service_manager',
      'finance',
      'executive',
      'integrator',
      'partner',
      'customer_contact',
    ])
    for (const { values } of roleSeeds) expect(String(values['name_en'])).toMatch(/^[A-Z][a-z]+( [a-z]+)*$/)
    expect(new Set(roleSeeds.map((seed) => seed.id)).size).toBe(roleSeeds.length)
  })

  it('let nobody but the administrator delete what others own, and those who only look change nothing', () => {
    for (const [key, role] of Object.entries(grants)) {
      if (key === 'administrator') continue
      for (const grant of Object.values(role as { readonly [object: string]: { readonly [operation: string]: string } }))
        expect([key, ['all', 'branch'].includes(grant['delete'] ?? 'none')]).toEqual([key, false])
    }
    expect(grants['finance']).not.toHaveProperty('customer.update')
    expect(grants['executive']).not.toHaveProperty('opportunity.update')
  })

  it('give a manager the department tree, a rep the own rows, and neither a way to write history', () => {
    expect(grants['sales_manager']).toMatchObject({
      opportunity: { read: 'dept_tree', delete: 'dept_tree' },
      stage_history: { read: 'dept_tree' },
    })
    expect(grants['sales_rep']).toMatchObject({ customer: { read: 'own', update: 'own' }, task: { delete: 'own' } })
    expect(grants['sales_rep']).not.toHaveProperty('customer.delete')
    expect(grants['sales_rep']).not.toHaveProperty('stage_history.create')
    expect(grants['sales_manager']).not.toHaveProperty('*')
  })
})
