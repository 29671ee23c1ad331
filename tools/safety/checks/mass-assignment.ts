import { listAt, textAt } from '../caller.ts'
import { type Check, judge, type World } from '../check.ts'
import type { DocumentedObject } from '../document.ts'

const STRANGERS = ['admin', 'is_admin', 'tenant', 'role', 'password', 'search_grams', 'rights', 'x_unknown', 'xid', 'ctid', 'tableoid']

/** The table of an object, found by what its own columns are. */
async function columnsOf(world: World, object: DocumentedObject): Promise<readonly string[]> {
  const table = object.name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase()
  const rows = await world.sql(
    `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  )
  return rows.map((row) => String(row['name']))
}

function refuses(json: unknown, key: string): boolean {
  return listAt(json, 'errors').some((error) => textAt(error, 'path') === key)
}

async function assign(world: World, object: DocumentedObject, key: string): Promise<readonly string[]> {
  const path = `/api/v1/${object.path}`
  const value = '01900000-0000-7000-8000-00000000beef'
  const findings: string[] = []
  const first = listAt((await world.admin.ask({ method: 'GET', path: `${path}?limit=1&sort=-created_at&fields=` })).json, 'data')[0]
  for (const caller of [world.admin, ...world.people.slice(0, 2)]) {
    const created = await caller.ask({ method: 'POST', path, body: { [key]: value } })
    const denied = created.status === 403 || created.status === 404
    if (!denied && !(created.status === 422 && refuses(created.json, key)))
      findings.push(`${caller.name}: POST ${path} with ${key} answers ${created.status} ${created.text.slice(0, 100)}`)
    const id = textAt(first, 'id')
    if (id === '' || caller !== world.admin) continue
    const changed = await caller.ask({ method: 'PATCH', path: `${path}/${id}`, body: { [key]: value }, headers: { 'if-match': '"1"' } })
    // An old version number is refused as well; nothing was written either way.
    const safe = changed.status === 409 || (changed.status === 422 && refuses(changed.json, key))
    if (!safe) findings.push(`${caller.name}: PATCH ${path} with ${key} answers ${changed.status} ${changed.text.slice(0, 100)}`)
  }
  return findings
}

/** Every column of every table, and names that sound like power, are sent to every create and change. */
export const massAssignment: Check = {
  id: 'S014',
  title: 'mass assignment over every object and column',
  run: async (world) => {
    const findings: string[] = []
    let tried = 0
    for (const object of world.paths.objects.filter((candidate) => candidate.creatable)) {
      const columns = await columnsOf(world, object)
      if (columns.length === 0) findings.push(`no table found for ${object.name}`)
      const protectedKeys = new Set([...columns, ...object.output, ...STRANGERS].filter((key) => !object.input.has(key)))
      for (const key of protectedKeys) findings.push(...(await assign(world, object, key)))
      tried += protectedKeys.size
    }
    return judge(findings, `${tried} protected columns and strange keys of ${world.paths.objects.length} objects`)
  },
}
