import { defineModule } from '@perigon/kernel'
import { currencySeeds } from './currency/currency.seeds.ts'
import { departmentHooks } from './department/department.hooks.ts'
import { employeeHooks } from './employee/employee.hooks.ts'
import { Branch, Company, Currency, Department, Employee, Position, Role, User } from './objects.ts'
import { roleSeeds } from './role/role.seeds.ts'

export const organization = defineModule({
  name: 'organization',
  needs: [],
  objects: [Company, Branch, Department, Position, Employee, User, Role, Currency],
  hooks: [departmentHooks, employeeHooks],
  seeds: [...currencySeeds, ...roleSeeds],
})
