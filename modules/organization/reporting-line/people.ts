import type { Locale } from '@perigon/contracts'

/** Who there is to be told, as the company is on a day. */
export type People = {
  readonly employees: ReadonlyMap<string, Person>
  /** Departments with their heads, and what lies above them. */
  readonly departments: ReadonlyMap<string, { readonly head: string | null; readonly parent: string | null }>
  /** Who stands in for whom on this day. */
  readonly delegates: ReadonlyMap<string, readonly string[]>
  readonly roles: ReadonlyMap<string, readonly string[]>
  readonly administrators: readonly string[]
  /** The logins that can be told. */
  readonly logins: ReadonlyMap<string, { readonly name: string; readonly locale: Locale }>
}

/** `user` is the login that can be told: null for somebody who has left, has no login or whose login is off. */
export type Person = {
  readonly name: string
  readonly manager: string | null
  readonly department: string | null
  readonly user: string | null
}

/** Somebody, or whoever they report to. */
export type Whom = { readonly employee: string; readonly tell: 'themselves' | 'manager' }

/**
 * The logins that are told what concerns an employee. Who cannot be told (left, no login) is stood for by whoever is next above, and
 * where nobody is, by the administrators. Whoever stands in for somebody absent is told as well.
 */
export function whoIsTold(people: People, { employee, tell }: Whom): readonly string[] {
  const isForManager = tell === 'manager'
  const seen = new Set(isForManager ? [employee] : [])
  const start = isForManager ? above(people, employee, seen) : employee
  const found = start === null ? null : reachable(people, start, seen)
  if (found === null) return people.administrators
  const deputies = (people.delegates.get(found) ?? []).flatMap((each) => people.employees.get(each)?.user ?? [])
  return [...new Set([...userOf(people, found), ...deputies])]
}

function userOf(people: People, employee: string): readonly string[] {
  const user = people.employees.get(employee)?.user ?? null
  return user === null ? [] : [user]
}

/** The person, or the nearest above who can be told. */
function reachable(people: People, start: string, seen: Set<string>): string | null {
  for (let at: string | null = start; at !== null; at = above(people, at, seen)) {
    if (userOf(people, at).length > 0) return at
    seen.add(at)
  }
  return null
}

/** Whom somebody reports to: their own manager, else the head of the department or of the nearest above it. */
function above(people: People, employee: string, seen: ReadonlySet<string>): string | null {
  const person = people.employees.get(employee)
  if (person === undefined) return null
  if (person.manager !== null && !seen.has(person.manager) && people.employees.has(person.manager)) return person.manager
  const walked = new Set<string>()
  for (let id = person.department; id !== null && !walked.has(id); ) {
    walked.add(id)
    const department = people.departments.get(id)
    const head = department?.head ?? null
    if (head !== null && head !== employee && !seen.has(head) && people.employees.has(head)) return head
    id = department?.parent ?? null
  }
  return null
}
