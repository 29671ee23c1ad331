import { type People, whoIsTold } from '@perigon/organization'
import type { Step } from '../reminder-rule/steps.options.ts'

/** The logins a rung tells for an owner; a pool tells nobody by itself. A chosen person that is not there is nobody to be told for. */
export function addressees(people: People, step: Pick<Step, 'tell' | 'person' | 'role'>, owner: string): readonly string[] {
  if (step.tell === 'pool') return []
  if (step.tell === 'role') return people.roles.get(step.role ?? '') ?? []
  if (step.tell === 'manager') return whoIsTold(people, { employee: owner, tell: 'manager' })
  const employee = step.tell === 'person' ? step.person : owner
  return employee === null ? people.administrators : whoIsTold(people, { employee, tell: 'themselves' })
}
