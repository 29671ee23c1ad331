import { isJsonObject } from '@perigon/contracts'
import { type Actor, isOpen, type Kernel, objectOf, parameters, readRecords, Source } from '@perigon/kernel'
import type { Reason } from './evidence.ts'
import { COMPARED, type Scanned } from './scanned-record.ts'

export type GroupState = 'open' | 'merged' | 'different' | 'gone'

/** Which groups: of an object and a state, at least so alike, found by a rule on this field; behind a group of the page before. */
export type GroupQuery = {
  readonly object: Scanned
  readonly state: GroupState
  readonly least: number
  readonly field: string | null
  readonly group: string | null
  readonly after: { readonly rank: number; readonly id: string } | null
}

export type GroupRow = {
  readonly id: string
  readonly state: GroupState
  readonly score: number
  readonly rank: number
  readonly members: readonly string[]
  readonly reasons: readonly Reason[]
  readonly closed_at: string | null
  readonly closed_by: string | null
}

export type Member = {
  readonly id: string
  readonly title: string
  readonly owner: string | null
  readonly department: string | null
  readonly updated_at: string | null
}
export type Group = Omit<GroupRow, 'members'> & { readonly members: readonly Member[] }

const PAGE = 30
/** Counting ends here: “1000+” says enough. */
const COUNTED = 1000

/** Fields the actor may compare by; a reason of another field would tell what is hidden. */
function openFields(kernel: Kernel, actor: Actor, object: Scanned): readonly string[] {
  const snapshot = objectOf(kernel.snapshot(), object)
  return COMPARED[object].filter((field) => isOpen(snapshot, actor, field))
}

/**
 * The conditions of the groups an actor may see: every member that is still there is one they may read, so that neither a group nor
 * a number tells of records that are hidden from them; and a reason is of a field they may see.
 */
function whereOf(kernel: Kernel, actor: Actor, query: GroupQuery): { readonly where: string; readonly values: readonly unknown[] } {
  const { values, bind } = parameters()
  const object = objectOf(kernel.snapshot(), query.object)
  const source = new Source(object, { context: kernel.queryContext(actor), bind })
  const fields = openFields(kernel, actor, query.object)
  const wanted = query.field === null ? fields : fields.filter((field) => field === query.field)
  const visible = source.visible(false).join(' and ')
  const here = `select 1 from unnest(g.members) m(id) join "${object.table}" x on x.id = m.id and x.deleted_at is null where m.id <> all(g.removed)`
  const seen = `select 1 from ${source.from()} where ${source.alias}.id = m.id and ${visible}`
  const of = query.state === 'open'
  const conditions = [
    `g.object = ${bind(query.object)}`,
    `g.state = ${bind(query.state)}`,
    `g.score >= ${bind(query.least)}`,
    `g.fields && ${bind(wanted)}::text[]`,
    // Those of the newest finished scan; what was dealt with is kept longer.
    ...(of
      ? [
          `g.scan = (select s.id from duplicate_scan s where s.object = ${bind(query.object)} and s.state = 'done' order by s.started_at desc limit 1)`,
        ]
      : []),
    ...(of ? [`(select count(*) from (${here} limit 2) two) = 2`] : []),
    // Of those that were dealt with at least one that is left has to be readable, and none may be hidden.
    ...(of ? [] : [`exists (select 1 from unnest(g.members) m(id) where exists (${seen}))`]),
    `not exists (${here} and not exists (${seen}))`,
    ...(query.group === null ? [] : [`g.id = ${bind(query.group)}::uuid`]),
    ...(query.after === null ? [] : [`(g.rank, g.id) < (${bind(query.after.rank)}::integer, ${bind(query.after.id)}::uuid)`]),
  ]
  return { where: conditions.join(' and '), values }
}

function titleIn(value: unknown): string | null {
  if (typeof value === 'string') return value
  return isJsonObject(value) && typeof value['title'] === 'string' ? value['title'] : null
}

async function membersOf(
  kernel: Kernel,
  actor: Actor,
  input: { readonly object: Scanned; readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, Member>> {
  if (input.ids.length === 0) return new Map()
  const definition = objectOf(kernel.snapshot(), input.object)
  const may = (field: string): boolean => actor.fields[input.object]?.[field] !== 'hidden'
  const fields = [definition.definition.title, 'owner', 'department', 'updated_at'].filter(may)
  const bodies = await readRecords(await kernel.door(actor), input.object, { context: kernel.queryContext(actor), ids: input.ids, fields })
  return new Map(
    bodies.flatMap((body): readonly [string, Member][] => {
      const record: unknown = JSON.parse(body)
      if (!isJsonObject(record) || typeof record['id'] !== 'string') return []
      const member = {
        id: record['id'],
        title: titleIn(record[definition.definition.title]) ?? '',
        owner: titleIn(record['owner']),
        department: titleIn(record['department']),
        updated_at: titleIn(record['updated_at']),
      }
      return [[member.id, member]]
    }),
  )
}

/** A page of groups, the most promising first, with what the actor may see of their members. */
export async function listGroups(
  kernel: Kernel,
  actor: Actor,
  query: GroupQuery,
): Promise<{ readonly groups: readonly Group[]; readonly next: string | null }> {
  const { where, values } = whereOf(kernel, actor, query)
  const rows = await kernel.db.query<GroupRow>({
    text: `select g.id, g.state, g.score, g.rank, array(select m from unnest(g.members) m where m <> all(g.removed)) as members, g.reasons,
             to_json(g.closed_at)#>>'{}' as closed_at, (select u.name from "user" u where u.id = g.closed_by) as closed_by
           from duplicate_group g where ${where} order by g.rank desc, g.id desc limit ${PAGE + 1}`,
    values,
  })
  const page = rows.slice(0, PAGE)
  const members = await membersOf(kernel, actor, { object: query.object, ids: [...new Set(page.flatMap((group) => group.members))] })
  const open = openFields(kernel, actor, query.object)
  const last = page[page.length - 1]
  return {
    groups: page.map((group) => ({
      ...group,
      members: group.members.flatMap((id) => members.get(id) ?? []),
      reasons: group.reasons.filter((reason) => open.includes(reason.field)),
    })),
    next: rows.length > PAGE && last !== undefined ? `${last.rank}~${last.id}` : null,
  }
}

/** How many groups an actor sees, up to a thousand. */
export async function countGroups(kernel: Kernel, actor: Actor, query: GroupQuery): Promise<number> {
  const { where, values } = whereOf(kernel, actor, { ...query, after: null })
  const rows = await kernel.db.query<{ n: number }>({
    text: `select count(*)::int as n from (select 1 from duplicate_group g where ${where} limit ${COUNTED}) counted`,
    values,
  })
  return rows[0]?.n ?? 0
}

/** So many groups are merged by one operation. */
const MOST_GROUPS = 50_000

/** The groups an actor sees, the most promising first. */
export async function groupIds(kernel: Kernel, actor: Actor, query: GroupQuery): Promise<readonly string[]> {
  const { where, values } = whereOf(kernel, actor, query)
  const rows = await kernel.db.query<{ id: string }>({
    text: `select g.id from duplicate_group g where ${where} order by g.rank desc, g.id desc limit ${MOST_GROUPS}`,
    values,
  })
  return rows.map((row) => row.id)
}

/** How many groups an actor sees, and how many records are in them besides one of each. */
export async function countMembers(
  kernel: Kernel,
  actor: Actor,
  query: GroupQuery,
): Promise<{ readonly groups: number; readonly records: number }> {
  const { where, values } = whereOf(kernel, actor, query)
  const rows = await kernel.db.query<{ groups: number; records: number }>({
    text: `select count(*)::int as groups, coalesce(sum(c.n - 1), 0)::int as records
           from (select g.members, g.removed from duplicate_group g where ${where} limit ${MOST_GROUPS}) g
             cross join lateral (select count(*) as n from "${objectOf(kernel.snapshot(), query.object).table}" x
               where x.id = any(g.members) and x.id <> all(g.removed) and x.deleted_at is null) c`,
    values,
  })
  return rows[0] ?? { groups: 0, records: 0 }
}

/** A group in this state, if the actor may see it. */
export async function findGroup(
  kernel: Kernel,
  actor: Actor,
  input: { readonly id: string; readonly object: Scanned; readonly state: GroupState },
): Promise<Group | null> {
  const { groups } = await listGroups(kernel, actor, {
    object: input.object,
    state: input.state,
    least: 0,
    field: null,
    group: input.id,
    after: null,
  })
  return groups[0] ?? null
}
