import { AppError, type Condition, type Label, newId } from '@perigon/contracts'
import {
  type Actor,
  type Command,
  compileCondition,
  isOpen,
  objectOf,
  type ObjectSnapshot,
  parameters,
  parseCondition,
  type QueryContext,
  Source,
  systemActor,
  titleOf,
} from '@perigon/kernel'
import { actorById, type People, readPeople } from '@perigon/organization'
import { addressees } from '../ladder/addressees.ts'
import type { Step, Tell } from '../reminder-rule/steps.options.ts'
import { listOf } from './list-of.ts'
import type { Chunk, Progress } from './run-row.ts'
import { type Message, noticeText } from './words.ts'

/** So many people a chunk; each costs a statement for every rung that has something for them. */
const PEOPLE = 50
const NAMED = 5

/** What a rung has found in this run for one owner. */
type Group = {
  readonly rule: string
  readonly object: string
  readonly step: string
  readonly tell: Exclude<Tell, 'pool'>
  readonly owner: string
  readonly after: number
  readonly counting: 'working' | 'calendar'
  readonly name: string
  readonly name_en: string | null
  readonly condition: unknown
  readonly date_field: string
  readonly steps: readonly Step[]
}

const GROUPS = `select h.rule, h.object, h.step, h.tell, h.owner, h.after, h.counting, r.name, r.name_en, r.condition, r.date_field, r.steps
  from (select distinct rule, object, step, tell, owner, after, counting from reminder_hit where run = $1 and tell <> 'pool') h
  join reminder_rule r on r.id = h.rule order by h.rule, h.step, h.owner`

/** Tells the next people what this run has for them: one notice for each rung, however many records it is about. */
export async function tellChunk({ kernel, tx, run, day }: Chunk): Promise<Progress> {
  const groups = await tx.query<Group>({ text: GROUPS, values: [run.id] })
  if (groups.length === 0) return { place: null, counts: {} }
  const people = await readPeople(tx, run.day)
  const byUser = groupsByUser(groups, people)
  const users = [...byUser.keys()].toSorted().filter((user) => run.place === null || user > run.place)
  const now = users.slice(0, PEOPLE)
  const commands: Command[] = []
  let told = 0
  for (const user of now) {
    const actor = await actorById(tx, user)
    if (actor === null) continue
    const notices: Command[] = []
    for (const mine of byUser.get(user) ?? []) {
      const found = await mark({ kernel, tx, run, day }, { actor, groups: mine })
      if (found !== null) notices.push(noticeOf({ kernel, tx, run, day }, { actor, groups: mine, found, people }))
    }
    commands.push(...notices)
    told += notices.length > 0 ? 1 : 0
  }
  const cause = { kind: 'system', ref: 'reminders.tell', operation: run.id } as const
  if (commands.length > 0) await kernel.write(systemActor('reminders'), commands, { cause, tx })
  return { place: users.length > PEOPLE ? (now[now.length - 1] ?? null) : null, counts: { people: told, notices: commands.length } }
}

/** For each login its rungs, each with the owners it is told about. */
function groupsByUser(groups: readonly Group[], people: People): ReadonlyMap<string, readonly (readonly Group[])[]> {
  const pairs = groups.flatMap((group) => {
    const step = group.steps.find(({ key }) => key === group.step) ?? { tell: group.tell, person: null, role: null }
    return addressees(people, { ...step, tell: group.tell }, group.owner).map((user) => ({ user, group }))
  })
  return new Map(
    [...Map.groupBy(pairs, ({ user }) => user)].map(([user, list]) => {
      const mine = list.map(({ group }) => group)
      return [user, [...Map.groupBy(mine, ({ rule, step }) => `${rule} ${step}`).values()]]
    }),
  )
}

type Found = {
  readonly n: number
  readonly first: string
  readonly last: string
  readonly counted: readonly string[]
  readonly records: readonly { readonly id: string; readonly title: string | null; readonly base: string }[]
  readonly owners: readonly { readonly owner: string; readonly n: number }[]
}

/** Notes on the records that this person was told, as far as they may read them; nobody hears of what a list would hide from them. */
async function mark(
  { kernel, tx, run }: Chunk,
  { actor, groups }: { readonly actor: Actor; readonly groups: readonly Group[] },
): Promise<Found | null> {
  const [group] = groups
  if (group === undefined) return null
  const object = objectOf(kernel.snapshot(), group.object)
  const { values, bind } = parameters()
  const context = kernel.queryContext(actor)
  const source = new Source(object, { context, bind })
  const { alias } = source
  const title = titleOf(context, { target: object.key, id: `${alias}.id`, bind })
  const owners = `h.owner = any(${bind(groups.map(({ owner }) => owner))}::uuid[])`
  const rung = `h.run = ${bind(run.id)}::uuid and h.rule = ${bind(group.rule)}::uuid and h.step = ${bind(group.step)}`
  // Each record is looked up by its id, as a value and not as a join: the planner knows nothing yet of rows that this run has just written.
  const seen = `(select true from ${source.from()} where ${[`${alias}.id = h.record`, ...source.visible(false, true)].join(' and ')})`
  const rows = await tx.query<Found & { readonly n: number | null }>({
    text: `with told as (
        update reminder_hit h set told = array_append(h.told, ${bind(actor.id)}::uuid)
        where ${rung} and ${owners} and ${seen} returning h.record, h.base, h.owner, h.counted),
      shown as (select t.record as id, to_char(t.base, 'YYYY-MM-DD') as base from told t order by t.base, t.record limit ${NAMED})
      select (select count(*)::int from told) as n, to_char(min(t.base), 'YYYY-MM-DD') as first, to_char(max(t.base), 'YYYY-MM-DD') as last,
        array_agg(distinct t.counted) as counted,
        (select json_agg(json_build_object('id', s.id, 'base', s.base, 'title', (select ${title} from "${object.table}" ${alias} where ${alias}.id = s.id)) order by s.base, s.id) from shown s) as records,
        (select json_agg(o order by o.n desc, o.owner) from (select t2.owner, count(*)::int as n from told t2 group by t2.owner) o) as owners
      from told t`,
    values,
  })
  const [row] = rows
  return row === undefined || row.n === 0 ? null : row
}

type Telling = { readonly actor: Actor; readonly groups: readonly Group[]; readonly found: Found; readonly people: People }

function noticeOf({ kernel, day, run }: Chunk, { actor, groups, found, people }: Telling): Command {
  const [group] = groups
  const [only] = found.records
  if (group === undefined || only === undefined) throw new Error('a notice without a record')
  const object = objectOf(kernel.snapshot(), group.object)
  const nameOf = (owner: string): string => people.employees.get(owner)?.name ?? ''
  const days =
    group.counting === 'working'
      ? day.calendar.workingDaysBetween(only.base, run.day)
      : Math.round((Date.parse(run.day) - Date.parse(only.base)) / 86_400_000)
  const message: Message = {
    locale: actor.locale,
    rule: { zh: group.name, en: group.name_en ?? group.name },
    object: { many: object.definition.label.many },
    field: openLabel(object, actor, found.counted.length === 1 ? (found.counted[0] ?? '') : group.date_field),
    counting: group.counting,
    after: group.after,
    days,
    base: only.base,
    n: found.n,
    titles: found.records.flatMap(({ title }) => title ?? []),
    owners: found.owners.filter(({ owner }) => owner !== actor.employee).map(({ owner, n }) => ({ name: nameOf(owner), n })),
  }
  const link = found.n === 1 ? { link_record: only.id } : { link_filter: listFilter(kernel.queryContext(actor), group, { found, object }) }
  return {
    object: 'notification',
    op: 'create',
    id: newId(),
    patch: { owner: actor.id, kind: 'todo', ...noticeText(message), link_object: group.object, ...link },
  }
}

type Listed = { readonly found: Found; readonly object: ObjectSnapshot }

/** The list of what was found; null where the reader's rights do not let them ask so, as when the rule speaks of a field they may not see. */
function listFilter(context: QueryContext, { condition, date_field }: Group, { found, object }: Listed): Condition | null {
  const { owners, ...span } = found
  try {
    const rule = { condition: condition === null || condition === undefined ? null : parseCondition(condition), date_field }
    const filter = listOf(object, rule, { ...span, owners: owners.map(({ owner }) => owner) })
    compileCondition(new Source(object, { context, bind: parameters().bind }), filter)
    return filter
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** The date's name, unless it is closed to the reader. */
function openLabel(object: ObjectSnapshot, actor: Actor, key: string): Label | null {
  return isOpen(object, actor, key) ? (object.fields.get(key)?.definition.label ?? null) : null
}
