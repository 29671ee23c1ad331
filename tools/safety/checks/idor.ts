import { type Answer, type Caller, listAt, textAt } from '../caller.ts'
import { type Check, judge, type World } from '../check.ts'
import type { Door } from '../document.ts'

const ABSENT = '01900000-0000-7000-8000-00000000dead'
const SAMPLE = 150
const PER_OBJECT = 2

/** Doors of a record that the document does not tell: `{path}` is an object. A test holds this list against the route table. */
export const MORE_DOORS: readonly Door[] = [
  { method: 'POST', path: '/api/v1/{path}/{id}/undo' },
  { method: 'POST', path: '/api/v1/{path}/{id}/merge' },
  { method: 'POST', path: '/api/v1/{path}/{id}/unmask' },
  { method: 'GET', path: '/api/v1/{path}/{id}/as-of' },
  { method: 'GET', path: '/api/v1/{path}/{id}/next-reminder' },
  { method: 'GET', path: '/api/v1/{path}/{id}/access' },
  { method: 'GET', path: '/api/v1/{path}/{id}/access/people' },
  { method: 'GET', path: '/api/v1/{path}/{id}/shares' },
  { method: 'POST', path: '/api/v1/{path}/{id}/shares' },
  { method: 'DELETE', path: '/api/v1/{path}/{id}/shares/{id}' },
  { method: 'POST', path: '/api/v1/{path}/{id}/shares/{id}/restore' },
  { method: 'GET', path: '/api/v1/{path}/{id}/files' },
  { method: 'POST', path: '/api/v1/{path}/{id}/files' },
]

/** Doors whose id is no record of an object, with the table of the id. A `silent` one says 204 whether or not there was something. */
export const SIDE_DOORS: readonly (Door & { readonly table: string; readonly silent?: true })[] = [
  { method: 'GET', path: '/api/v1/files/{id}/content', table: 'attachment' },
  { method: 'GET', path: '/api/v1/files/{id}/preview', table: 'attachment' },
  { method: 'POST', path: '/api/v1/files/{id}/restore', table: 'attachment' },
  { method: 'POST', path: '/api/v1/operations/{id}/undo', table: 'operation' },
  { method: 'DELETE', path: '/api/v1/files/{id}', table: 'attachment' },
  { method: 'GET', path: '/api/v1/contacts/{id}/personal-data', table: 'contact' },
  { method: 'GET', path: '/api/v1/customers/{id}/ownership', table: 'customer' },
  { method: 'POST', path: '/api/v1/pools/{id}/query', table: 'customer_pool' },
  { method: 'POST', path: '/api/v1/pools/{id}/claim', table: 'customer_pool' },
  { method: 'POST', path: '/api/v1/pools/{id}/unclaim', table: 'customer_pool' },
  { method: 'POST', path: '/api/v1/pools/{id}/assign', table: 'customer_pool' },
  { method: 'POST', path: '/api/v1/users/{id}/password', table: 'user' },
  { method: 'POST', path: '/api/v1/users/{id}/second-factor/remove', table: 'user' },
  { method: 'POST', path: '/api/v1/roles/{id}/preview', table: 'role' },
  { method: 'DELETE', path: '/api/v1/account/sessions/{id}', table: 'session', silent: true },
  { method: 'DELETE', path: '/api/v1/account/tokens/{id}', table: 'api_token', silent: true },
  { method: 'PATCH', path: '/api/v1/account/passkeys/{id}', table: 'passkey', silent: true },
  { method: 'DELETE', path: '/api/v1/account/passkeys/{id}', table: 'passkey', silent: true },
  { method: 'DELETE', path: '/api/v1/account/push-devices/{id}', table: 'push_device' },
  { method: 'GET', path: '/api/v1/imports/{id}', table: 'import_job' },
  { method: 'GET', path: '/api/v1/imports/{id}/errors.xlsx', table: 'import_job' },
  { method: 'POST', path: '/api/v1/imports/{id}/check', table: 'import_job' },
  { method: 'POST', path: '/api/v1/imports/{id}/run', table: 'import_job' },
  { method: 'POST', path: '/api/v1/imports/{id}/pause', table: 'import_job' },
  { method: 'POST', path: '/api/v1/imports/{id}/resume', table: 'import_job' },
  { method: 'POST', path: '/api/v1/imports/{id}/cancel', table: 'import_job' },
  { method: 'POST', path: '/api/v1/imports/{id}/undo', table: 'import_job' },
  { method: 'GET', path: '/api/v1/bring-overs/{id}', table: 'bring_over' },
  { method: 'POST', path: '/api/v1/bring-overs/{id}/files', table: 'bring_over' },
  { method: 'POST', path: '/api/v1/bring-overs/{id}/plan', table: 'bring_over' },
  { method: 'POST', path: '/api/v1/bring-overs/{id}/run', table: 'bring_over' },
  { method: 'POST', path: '/api/v1/bring-overs/{id}/pause', table: 'bring_over' },
  { method: 'POST', path: '/api/v1/bring-overs/{id}/resume', table: 'bring_over' },
  { method: 'POST', path: '/api/v1/bring-overs/{id}/cancel', table: 'bring_over' },
  { method: 'POST', path: '/api/v1/bring-overs/{id}/undo', table: 'bring_over' },
  { method: 'POST', path: '/api/v1/bulk-operations/{id}/cancel', table: 'bulk_operation' },
  { method: 'POST', path: '/api/v1/bulk-operations/{id}/take-back', table: 'bulk_operation' },
  { method: 'POST', path: '/api/v1/export-runs/{id}/cancel', table: 'export_run' },
  { method: 'POST', path: '/api/v1/duplicates/groups/{id}/different', table: 'duplicate_group' },
  { method: 'POST', path: '/api/v1/duplicates/groups/{id}/reopen', table: 'duplicate_group' },
  { method: 'GET', path: '/api/v1/bulk-operations/{id}/problems', table: 'bulk_operation' },
  { method: 'GET', path: '/api/v1/bulk-operations/{id}/problems.csv', table: 'bulk_operation' },
  { method: 'DELETE', path: '/api/v1/import-mappings/{id}', table: 'import_mapping', silent: true },
]

/** The same answer whatever the id: what differs by nature is taken out. */
function shape(answer: Answer, id: string): string {
  const text = answer.text.replaceAll(id, 'ID').replace(/"request":"[^"]*"/, '"request":""')
  return `${answer.status} ${text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}/g, 'REQUEST')}`
}

/** Knocks; where a verb first asks for its parameters, they are given, so that the door is reached. */
async function knock(caller: Caller, door: Door, id: string): Promise<Answer> {
  // Doors that are told which kind of record it is about refuse to guess it.
  const kind = door.path.startsWith('/api/v1/duplicates/groups/') ? { object: 'customer' } : {}
  const first = door.path.endsWith('/merge') ? { losers: ['01900000-0000-7000-8000-00000000beef'], choices: {} } : kind
  const answer = await knockWith(caller, door, { id, body: first })
  const wanted = listAt(answer.json, 'errors').map((error) => textAt(error, 'path'))
  if (answer.status !== 422 || wanted.length === 0) return answer
  const values = [ABSENT, '2026-11-01', 'other', true]
  for (const value of values) {
    const again = await knockWith(caller, door, { id, body: Object.fromEntries(wanted.map((key) => [key, value])) })
    if (again.status !== 422) return again
  }
  return answer
}

function knockWith(caller: Caller, door: Door, { id, body }: { readonly id: string; readonly body: unknown }): Promise<Answer> {
  const path = door.path.replaceAll('{id}', id)
  const at = path.endsWith('/as-of') ? `${path}?at=2100-01-01T00:00:00Z` : path
  const headers = { 'if-match': '"1"' }
  if (door.path.endsWith('/files') && door.method === 'POST')
    return caller.ask({
      method: 'POST',
      path: at,
      headers,
      raw: {
        type: 'multipart/form-data; boundary=b',
        payload: '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nx\r\n--b--\r\n',
      },
    })
  return caller.ask({ method: door.method, path: at, headers, ...(door.method === 'GET' || door.method === 'DELETE' ? {} : { body }) })
}

async function guess(
  caller: Caller,
  doors: readonly (Door & { readonly silent?: true })[],
  ids: readonly string[],
): Promise<readonly string[]> {
  const findings: string[] = []
  for (const door of doors) {
    const absent = await knock(caller, door, ABSENT)
    for (const id of ids) {
      const answer = await knock(caller, door, id)
      const where = `${caller.name}: ${door.method} ${door.path}`
      if (![401, 403, 404, ...(door.silent === true ? [204] : [])].includes(answer.status))
        findings.push(`${where} of a foreign record answers ${answer.status}`)
      else if (shape(answer, id) !== shape(absent, ABSENT))
        findings.push(`${where} tells absent from foreign: ${shape(absent, ABSENT).slice(0, 120)} / ${shape(answer, id).slice(0, 120)}`)
    }
  }
  return findings
}

async function idsOf(caller: Caller, path: string, ids: readonly string[] | null): Promise<readonly string[]> {
  const filter = ids === null ? {} : { filter: { field: 'id', op: 'in', value: ids } }
  const page = await caller.ask({ method: 'POST', path: `/api/v1/${path}/query`, body: { limit: SAMPLE, fields: [], ...filter } })
  return listAt(page.json, 'data').map((record) => textAt(record, 'id'))
}

async function foreignTo(world: World, caller: Caller, path: string): Promise<readonly string[]> {
  const all = await idsOf(world.admin, path, null)
  const mine = new Set(all.length === 0 ? [] : await idsOf(caller, path, all))
  return all.filter((id) => !mine.has(id)).slice(0, PER_OBJECT)
}

/** Operations are rows of no table: the log knows them. */
function rowsOf(table: string): string {
  return table === 'operation' ? '(select distinct operation as id from event where operation is not null) o' : `"${table}" t`
}

/** Rows of a table that is no object of its own, without those of the caller. */
async function foreignRows(world: World, caller: Caller, table: string): Promise<readonly string[]> {
  const rows = (await world.sql(`select id::text as id from ${rowsOf(table)} order by id desc limit 40`)).map((row) => String(row['id']))
  const own = await caller.ask({ method: 'GET', path: '/api/v1/account/sessions' })
  const mine = new Set(listAt(own.json, 'data').map((session) => textAt(session, 'id')))
  const pools = table === 'customer_pool' ? await caller.ask({ method: 'GET', path: '/api/v1/pools' }) : null
  for (const pool of listAt(pools?.json, 'data')) mine.add(textAt(pool, 'id'))
  for (const object of table === 'duplicate_group' ? ['customer', 'contact'] : []) {
    const seen = await caller.ask({ method: 'POST', path: '/api/v1/duplicates/groups/query', body: { object } })
    for (const group of listAt(seen.json, 'data')) mine.add(textAt(group, 'id'))
  }
  const object = { contact: 'contacts', customer: 'customers', user: 'users', role: 'roles' }[table]
  if (object !== undefined && rows.length > 0) for (const id of await idsOf(caller, object, rows)) mine.add(id)
  if (table === 'attachment') {
    // A file is foreign where its record is; the planted ones belong to customers.
    const files = await world.sql('select id::text as id, record::text as record from attachment where id = any($1::uuid[])', [rows])
    const seen = new Set(
      await idsOf(
        caller,
        'customers',
        files.map((file) => String(file['record'])),
      ),
    )
    for (const file of files) if (seen.has(String(file['record']))) mine.add(String(file['id']))
  }
  return rows.filter((id) => !mine.has(id)).slice(0, PER_OBJECT)
}

/** Everybody tries every door of the document with ids they cannot see; an absent id is the measure. */
export const idor: Check = {
  id: 'S001',
  title: 'ids of others, guessed at every door as every role',
  run: async (world) => {
    const findings: string[] = []
    let calls = 0
    const before = await world.sql('select max(seq)::text as seq from event')
    for (const caller of [...world.people, world.nobody]) {
      for (const object of world.paths.objects) {
        const ids = await foreignTo(world, caller, object.path)
        const doors = object.doors.filter((door) => door.path.includes('{id}'))
        const more = MORE_DOORS.map((door) => ({ ...door, path: door.path.replace('{path}', object.path) }))
        if (ids.length === 0) continue
        findings.push(...(await guess(caller, [...doors, ...more], ids)))
        calls += (doors.length + more.length) * (ids.length + 1)
      }
      for (const { table, ...door } of SIDE_DOORS) {
        const ids = await foreignRows(world, caller, table)
        findings.push(...(await guess(caller, [door], ids)))
        const left = await world.sql(`select 1 from ${rowsOf(table)} where id::text = any($1::text[])`, [ids])
        if (left.length < ids.length) findings.push(`${caller.name}: ${door.method} ${door.path} removed what is not theirs`)
        calls += 1 + ids.length
      }
    }
    const written = await world.sql(
      `select op, object from event where seq > $1::bigint and op in ('create', 'update', 'delete', 'restore', 'unmask', 'password')`,
      [before[0]?.['seq']],
    )
    for (const row of written) findings.push(`something was written on the way: ${String(row['op'])} of ${String(row['object'])}`)
    return judge(
      findings,
      `${calls} calls by ${world.people.length + 1} callers at ${world.paths.doors.length} documented doors and ${MORE_DOORS.length + SIDE_DOORS.length} others`,
    )
  },
}
