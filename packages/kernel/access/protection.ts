import type { Executor } from '@perigon/db'
import { searchTableOf } from '../text/search-table.ts'
import type { Follow, ObjectSnapshot, Snapshot } from '../compile/snapshot.ts'

/** The role that reads and writes for people; row security binds it. */
export const APP_ROLE = 'perigon_app'

/** The key of the reach, set while the connection acts for a person. */
const KEY = `current_setting('perigon.reach', true)`

/** What the reach of an actor says of an object, by column. */
const REACH = {
  everything: 'boolean',
  owners: 'uuid[]',
  departments: 'uuid[]',
  records: 'uuid[]',
  employee: 'uuid',
  outside: 'boolean',
  roles: 'text[]',
} as const

/**
 * Looks the column up, once in a statement and not before it is needed. As a sub-select that reads the table itself each of them was
 * opened before the first row, and every table that a statement names brings three.
 */
const reach = (object: string, column: keyof typeof REACH): string => `(select perigon_reach_${column}('${object}'))`

/**
 * The owners in reach of an object that has owners. Nearly every row that is read is one's own, and mostly the session itself says whose
 * records these are: nothing is looked up for them.
 */
const ownersInReach = (object: string): string =>
  `(select coalesce(nullif(current_setting('perigon.owners', true), '')::uuid[], perigon_reach_owners('${object}')))`

const granted = (signature: string): readonly string[] => [
  `revoke all on function ${signature} from public`,
  `grant execute on function ${signature} to ${APP_ROLE}`,
]

function lookUps(schema: string): readonly string[] {
  return Object.entries(REACH).flatMap(([column, type]) => [
    `create or replace function perigon_reach_${column}(of_object text) returns ${type} language plpgsql stable parallel safe as $$
     begin
       return (select r.${column} from "${schema}".actor_reach r where r.key = ${KEY} and r.object = of_object);
     end $$`,
    ...granted(`perigon_reach_${column}(text)`),
  ])
}

const reachFunction = (table: string): string => `"perigon_reaches_${table}"`

/** Calls the function about a row of a table; `row` is its name with a dot, or nothing. */
function reached(table: string, follows: readonly Follow[], row: string): string {
  return `${reachFunction(table)}(${[`${row}id`, ...follows.map(({ field }) => `${row}"${field}"`)].join(', ')})`
}

/** Whether a row follows a record that is one's own, is shared with one, or follows such a record itself, and that one may read. */
function followedRow({ table, object, field, up }: Follow): string {
  const chosen = up.length === 0 ? 'p.id = any (r.records)' : reached(table, up, 'p.')
  return `exists (
    select 1 from "${table}" p join actor_reach r on r.key = ${KEY} and r.object = '${object}'
    where p.id = "up_${field}" and p.deleted_at is null
      and (p.owner = any (r.own) or ${chosen})
      and (r.everything or p.owner = any (r.owners) or p.department = any (r.departments) or ${chosen}))`
}

/**
 * Asks the few records that a row leads to, and only for a row that is not reached by itself. As sub-selects of the policy the
 * same took all of one's own parents for one row, and each of them brought the policy of the parents along: a hundred small
 * plans to be made and started before a list of nothing. The cost told to the planner is that of a row that does not need it.
 */
function reachFunctions({ key, table, follows }: ObjectSnapshot, schema: string): readonly string[] {
  const forget = `do $$ declare old regprocedure; begin
    for old in select oid from pg_proc where proname = 'perigon_reaches_${table}' and pronamespace = '"${schema}"'::regnamespace loop
      execute 'drop function ' || old;
    end loop;
  end $$`
  if (follows.length === 0) return [forget]
  const parameters = ['row_id uuid', ...follows.map(({ field }) => `"up_${field}" uuid`)].join(', ')
  const types = ['uuid', ...follows.map(() => 'uuid')].join(', ')
  const name = `${reachFunction(table)}(${types})`
  return [
    forget,
    `create function ${reachFunction(table)}(${parameters}) returns boolean
     language plpgsql stable parallel safe security definer cost 10 set search_path = pg_catalog, "${schema}", pg_temp as $$
     begin
       return coalesce((
         select row_id = any (c.records) or (c.follows and (${follows.map(followedRow).join(' or ')}))
         from actor_reach c where c.key = ${KEY} and c.object = '${key}'), false);
     end $$`,
    ...granted(name),
  ]
}

/** Rows a person may see, said a second time in the database: the same reach as the application's predicate. */
function visibleRows(object: ObjectSnapshot): string {
  const { key, definition, follows } = object
  // One's own first: most of what people read is theirs, and what is not asked is not looked up.
  const owners = definition.access === 'owned' ? ownersInReach(key) : reach(key, 'owners')
  const parts = [`owner = any (${owners}::uuid[])`, reach(key, 'everything')]
  if (definition.access === 'owned') {
    parts.push(`department = any (${reach(key, 'departments')}::uuid[])`)
    parts.push(follows.length === 0 ? `id = any (${reach(key, 'records')}::uuid[])` : reached(object.table, follows, ''))
  }
  if (definition.access === 'personal' && object.fields.has('shared')) {
    const audience = `(coalesce(cardinality(audience), 0) = 0 or audience && ${reach(key, 'roles')}::text[])`
    parts.push(`(shared and not ${reach(key, 'outside')}${object.fields.has('audience') ? ` and ${audience}` : ''})`)
  }
  const rows = `(${parts.join(' or ')})`
  return definition.private === undefined ? rows : `${rows} and ("${definition.private}" is not true or owner = ${reach(key, 'employee')})`
}

function statements(object: ObjectSnapshot, schema: string): readonly string[] {
  const table = `"${object.table}"`
  const grant = `grant select, insert, update on ${table} to ${APP_ROLE}`
  // What the index of the search says of rows nobody may see is told to nobody: its ids are asked of the rows themselves.
  const search = object.searchFields.length === 0 ? [] : [`grant select, insert, update on "${searchTableOf(object)}" to ${APP_ROLE}`]
  const { access } = object.definition
  if (access !== 'owned' && access !== 'personal') return [grant, ...search]
  return [
    grant,
    ...search,
    `alter table ${table} enable row level security`,
    `drop policy if exists perigon_see on ${table}`,
    `drop policy if exists perigon_change on ${table}`,
    ...reachFunctions(object, schema),
    `create policy perigon_see on ${table} for select to ${APP_ROLE} using (${visibleRows(object)})`,
    `drop policy if exists perigon_add on ${table}`,
    // What may be written is decided by the writer; that what is written can be seen is asked of the row again by RETURNING.
    `create policy perigon_add on ${table} for insert to ${APP_ROLE} with check (true)`,
    `create policy perigon_change on ${table} for update to ${APP_ROLE} using (${visibleRows(object)}) with check (true)`,
  ]
}

const SHARED = [
  `grant usage on all sequences in schema public to ${APP_ROLE}`,
  `grant select, insert on event to ${APP_ROLE}`,
  `grant select on actor_reach, custom_field, snapshot_version, event_archive to ${APP_ROLE}`,
]

/** False where the database has no such role (an external one whose administrator has not made it). */
async function roleExists(db: Executor): Promise<boolean> {
  const rows = await db.query<{ usable: boolean }>({
    text: `select coalesce((select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = $1), false) as usable`,
    values: [APP_ROLE],
  })
  return rows[0]?.usable === true
}

/**
 * Row security lets a condition use an index before the policy is asked only where its operator is known to tell
 * nothing by side effects. `@@` tells nothing, but is not marked so; without the mark every search reads all rows in
 * reach. The mark needs a superuser: on somebody else's server searches are right and slower.
 */
const SEARCH_TELLS_NOTHING = `do $$ begin
  if exists (select 1 from pg_proc where oid = 'pg_catalog.ts_match_vq(tsvector, tsquery)'::regprocedure and not proleakproof) then
    alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof;
  end if;
exception when insufficient_privilege then null;
end $$`

/**
 * Brings grants and policies to what the snapshot says, for every object there is or will be. Owned and personal tables
 * get row security. Safe to run at every start. Returns false when the role is missing.
 */
export async function protect(
  db: { transaction<T>(work: (tx: Executor) => Promise<T>): Promise<T> } & Executor,
  snapshot: Snapshot,
): Promise<boolean> {
  if (!(await roleExists(db))) return false
  await db.query(SEARCH_TELLS_NOTHING)
  const places = await db.query<{ schema: string }>('select current_schema() as schema')
  const schema = places[0]?.schema ?? 'public'
  const objects = [...snapshot.objects.values()].flatMap((object) => statements(object, schema))
  const wanted = [...lookUps(schema), ...objects, ...SHARED]
  const mark = String(hashOf(wanted.join(';')))
  const known = await db.query<{ mark: string | null }>(`select obj_description('actor_reach'::regclass) as mark`)
  if (known[0]?.mark === mark) return true
  await db.transaction(async (tx) => {
    await tx.query({ text: 'select pg_advisory_xact_lock(7300003)' })
    for (const statement of wanted) await tx.query(statement)
    await tx.query(`comment on table actor_reach is '${mark}'`)
  })
  return true
}

function hashOf(text: string): number {
  let hash = 7
  for (let index = 0; index < text.length; index += 1) hash = (hash * 31 + text.charCodeAt(index)) >>> 0
  return hash
}
