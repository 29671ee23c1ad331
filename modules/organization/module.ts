import { defineModule } from '@perigon/kernel'
import { currencySeeds } from './currency/currency.seeds.ts'
import { delegationHooks } from './delegation/delegation.hooks.ts'
import { departmentHooks } from './department/department.hooks.ts'
import { employeeHooks } from './employee/employee.hooks.ts'
import {
  Branch,
  CalendarDay,
  Company,
  Currency,
  Delegation,
  Department,
  Employee,
  EmployeePosition,
  Partner,
  Position,
  RecordShare,
  Role,
  SignInPolicy,
  Team,
  TeamMember,
  User,
  WorkCalendar,
} from './objects.ts'
import { recordShareHooks } from './record-share/record-share.hooks.ts'
import { roleHooks } from './role/role.hooks.ts'
import { roleSeeds } from './role/role.seeds.ts'
import { signInPolicyHooks } from './sign-in-policy/sign-in-policy.hooks.ts'
import { signInPolicySeeds } from './sign-in-policy/sign-in-policy.seeds.ts'

import { workCalendarHooks } from './work-calendar/work-calendar.hooks.ts'
import { workCalendarSeeds } from './work-calendar/work-calendar.seeds.ts'
import { userHooks } from './user/user.hooks.ts'

export const organization = defineModule({
  name: 'organization',
  needs: [],
  objects: [
    Company,
    Branch,
    Department,
    Position,
    Employee,
    User,
    Role,
    Currency,
    Team,
    TeamMember,
    Delegation,
    EmployeePosition,
    Partner,
    RecordShare,
    SignInPolicy,
    WorkCalendar,
    CalendarDay,
  ],
  hooks: [departmentHooks, employeeHooks, roleHooks, delegationHooks, recordShareHooks, signInPolicyHooks, userHooks, workCalendarHooks],
  seeds: [...currencySeeds, ...roleSeeds, ...signInPolicySeeds, ...workCalendarSeeds],
})
