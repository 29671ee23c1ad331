import { describe, expect, it } from 'vitest'
import { parseRoleMap, rolesFor } from './role-map.ts'

describe('a mapping of groups to roles', () => {
  it('takes short and distinguished names', () => {
    const map = parseRoleMap('Sales=sales_rep; cn=Leads,ou=groups,dc=example,dc=com=sales_manager')
    expect(rolesFor(['cn=sales,ou=groups,dc=example,dc=com', 'CN=Leads,OU=groups,DC=example,DC=com'], map)).toEqual([
      'sales_manager',
      'sales_rep',
    ])
    expect(rolesFor(['cn=leads,ou=elsewhere,dc=example,dc=com'], map)).toEqual([])
    expect(rolesFor(['/sales'], map)).toEqual([])
  })

  it('leaves roles to administrators when there is none', () => {
    expect(rolesFor(['sales'], null)).toBeNull()
  })

  it.each(['', 'sales', 'sales=Sales Rep', 'sales=', '=sales_rep'])('%j is none', (text) => {
    expect(parseRoleMap(text)).toBeNull()
  })
})
