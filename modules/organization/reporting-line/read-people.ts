import type { Locale } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { ADMINISTRATOR } from '../role/role.seeds.ts'
import type { People } from './people.ts'

type Row = {
  readonly employees:
    | readonly {
        readonly id: string
        readonly name: string
        readonly manager: string | null
        readonly department: string | null
        readonly user: string | null
      }[]
    | null
  readonly departments: readonly { readonly id: string; readonly head: string | null; readonly parent: string | null }[] | null
  readonly delegations: readonly { readonly from: string; readonly to: string }[] | null
  readonly users:
    | readonly { readonly id: string; readonly name: string; readonly locale: Locale; readonly roles: readonly string[] | null }[]
    | null
}

// Logins of partners and customers are never told of the company's own work.
const COMPANY = `select
  (select json_agg(json_build_object('id', e.id, 'name', e.name, 'manager', e.manager, 'department', e.department,
     'user', case when e.status <> 'left' then (select u.id from "user" u where u.employee = e.id and u.status = 'active' and u.deleted_at is null
       and u.partner is null and u.self_service is not true order by u.created_at limit 1) end)) from employee e where e.deleted_at is null) as employees,
  (select json_agg(json_build_object('id', d.id, 'head', d.manager, 'parent', d.parent)) from department d where d.deleted_at is null) as departments,
  (select json_agg(json_build_object('from', g.from_employee, 'to', g.to_employee)) from delegation g
     where g.deleted_at is null and g.start <= $1::date and g."end" >= $1::date) as delegations,
  (select json_agg(json_build_object('id', u.id, 'name', u.name, 'locale', u.locale, 'roles', u.roles)) from "user" u where u.status = 'active' and u.deleted_at is null
     and u.partner is null and u.self_service is not true) as users`

/** The company's people, departments and absences of a day, in one statement. */
export async function readPeople(db: Pick<Executor, 'query'>, day: string): Promise<People> {
  const [row] = await db.query<Row>({ text: COMPANY, values: [day] })
  const users = (row?.users ?? []).flatMap(({ id, roles }) => (roles ?? []).map((role) => ({ id, role })))
  const byRole = Map.groupBy(users, ({ role }) => role)
  const roles = new Map([...byRole].map(([role, list]) => [role, list.map(({ id }) => id)]))
  const byAbsent = Map.groupBy(row?.delegations ?? [], ({ from }) => from)
  return {
    employees: new Map((row?.employees ?? []).map(({ id, ...person }) => [id, person])),
    departments: new Map((row?.departments ?? []).map(({ id, ...department }) => [id, department])),
    delegates: new Map([...byAbsent].map(([from, list]) => [from, list.map(({ to }) => to)])),
    roles,
    logins: new Map((row?.users ?? []).map(({ id, name, locale }) => [id, { name, locale }])),
    administrators: roles.get(ADMINISTRATOR) ?? [],
  }
}
