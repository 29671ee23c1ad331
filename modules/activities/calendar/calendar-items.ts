import { type Condition, isJsonObject, type Label, type Locale } from '@perigon/contracts'
import type { Actor, Kernel } from '@perigon/kernel'
import { INTERACTION_TYPES } from '../interaction/interaction.object.ts'
import type { CalendarItem } from './calendar-text.ts'

/** How far a feed looks back and ahead. */
const PAST_DAYS = 60
const COMING_DAYS = 400
const PAGE = 200
/** Of each kind; the nearest ones are those that are kept. */
const MOST = 1000
const DAY_MS = 86_400_000
const USUAL_MS = 30 * 60_000

type Row = { readonly [field: string]: unknown }

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const titleOf = (value: unknown): string | null => (isJsonObject(value) ? text(value['title']) : null)
const word = (label: Label | undefined, locale: Locale): string | null =>
  label === undefined ? null : locale === 'zh-CN' ? label.zh : label.en

async function rowsOf(
  kernel: Kernel,
  actor: Actor,
  query: { readonly object: string; readonly filter: Condition; readonly fields: readonly string[]; readonly sort: readonly string[] },
): Promise<readonly Row[]> {
  const { object, ...rest } = query
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const page: unknown = JSON.parse(await kernel.list(actor, object, { ...rest, limit: PAGE, ...(cursor === null ? {} : { cursor }) }))
    if (!isJsonObject(page) || !Array.isArray(page['data'])) return rows
    rows.push(...page['data'].filter(isJsonObject))
    cursor = text(page['next'])
  } while (cursor !== null && rows.length < MOST)
  return rows
}

function itemOf(
  row: Row,
  input: { readonly object: 'task' | 'interaction'; readonly address: string; readonly actor: Actor },
): CalendarItem | null {
  const { object, address, actor } = input
  const at = text(row[object === 'task' ? 'due_at' : 'at'])
  const id = text(row['id'])
  if (at === null || id === null) return null
  const start = new Date(at)
  const seconds = typeof row['duration_s'] === 'number' && row['duration_s'] > 0 ? row['duration_s'] : null
  const kind = object === 'task' ? null : word(INTERACTION_TYPES.find((each) => each.value === row['type'])?.label, actor.locale)
  const prefix = kind ?? (actor.locale === 'zh-CN' ? '任务' : 'Task')
  const about = ['customer', 'contact', 'opportunity'].flatMap((field) => titleOf(row[field]) ?? [])
  const changed = text(row['updated_at'])
  return {
    uid: `${object}-${id}@perigon`,
    sequence: typeof row['invitation'] === 'number' ? row['invitation'] : 0,
    start,
    end: new Date(start.getTime() + (seconds === null ? USUAL_MS : seconds * 1000)),
    title: `${prefix}${actor.locale === 'zh-CN' ? '：' : ': '}${text(row['subject']) ?? ''}`,
    about: about.length === 0 ? null : about.join('\n'),
    url: `${address}/${object === 'task' ? 'tasks' : 'interactions'}/${id}`,
    state: row['status'] === 'cancelled' ? 'cancelled' : 'confirmed',
    changed: changed === null ? null : new Date(changed),
  }
}

/**
 * One's own coming and recent dates: open tasks with a due time, visits and meetings. Read as the person, so nothing is in it that
 * they may not see; at most 1,000 of each, the earliest first.
 */
export async function ownCalendarItems(kernel: Kernel, actor: Actor, address: string): Promise<readonly CalendarItem[]> {
  const now = kernel.clock.now().getTime()
  const span = (field: string): readonly Condition[] => [
    { field, op: 'gte', value: new Date(now - PAST_DAYS * DAY_MS).toISOString() },
    { field, op: 'lte', value: new Date(now + COMING_DAYS * DAY_MS).toISOString() },
  ]
  const tasks = rowsOf(kernel, actor, {
    object: 'task',
    filter: {
      and: [
        { field: 'assignee', op: 'eq', value: { me: true } },
        { field: 'state', op: 'in', value: ['open', 'doing'] },
        ...span('due_at'),
      ],
    },
    fields: ['subject', 'due_at', 'customer', 'contact', 'opportunity', 'updated_at'],
    sort: ['due_at'],
  })
  const meetings = rowsOf(kernel, actor, {
    object: 'interaction',
    filter: {
      and: [{ field: 'employee', op: 'eq', value: { me: true } }, { field: 'type', op: 'in', value: ['visit', 'meeting'] }, ...span('at')],
    },
    fields: ['subject', 'type', 'at', 'duration_s', 'status', 'customer', 'contact', 'opportunity', 'invitation', 'updated_at'],
    sort: ['at'],
  })
  return [
    ...(await tasks).flatMap((row) => itemOf(row, { object: 'task', address, actor }) ?? []),
    ...(await meetings).flatMap((row) => itemOf(row, { object: 'interaction', address, actor }) ?? []),
  ]
}
