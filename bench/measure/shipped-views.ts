import { type Condition, isJsonObject, type ListQuery, type ObjectMeta } from '@perigon/contracts'
import { STANDARD_PROCESS } from '@perigon/sales'
import { viewCommands } from '../../apps/server/demo/views.ts'

/** A list as a screen asks Perigon for it, and the key under which the baseline has it. */
export type ShippedView = {
  /** `object.view`, as in bench/raw/view-statements.ts. */
  readonly key: string
  readonly path: string
  readonly query: ListQuery
  /** What the baseline is told besides: ids, days. Lists in PostgreSQL's own words. */
  readonly asked: { readonly [name: string]: string }
}

const LIMIT = 100
const DAY = 86_400_000
const ZONE = 8 * 3_600_000

const me = (field: string): Condition => ({ field, op: 'eq', value: { me: true } })
const TEAM: Condition = { field: 'department', op: 'in', value: { my_departments: true } }
const OPEN: Condition = { field: 'state', op: 'eq', value: 'open' }
const TO_DO: Condition = { field: 'state', op: 'in', value: ['open', 'doing'] }

type Screen = Pick<ListQuery, 'marks'> & {
  readonly filter: Condition | null
  readonly fields?: readonly string[]
  readonly sort?: readonly string[]
  readonly asked?: ShippedView['asked']
}

/** What a screen asks, as use-list-model.ts puts it together. */
function view(object: ObjectMeta, name: string, screen: Screen): ShippedView {
  const { filter, sort = object.sort, fields = object.list, marks, asked = {} } = screen
  const query: ListQuery = {
    ...(filter === null ? {} : { filter }),
    ...(sort.length === 0 ? {} : { sort }),
    fields: [...new Set([object.title, ...fields])],
    ...(marks === undefined ? {} : { marks }),
    limit: LIMIT,
  }
  return { key: `${object.key}.${name}`, path: object.path, query, asked }
}

/** The views every list has (packages/record-ui/react/data/views.ts). `recent`: what was opened lately. */
export function builtIn(object: ObjectMeta, recent: readonly string[]): readonly ShippedView[] {
  const has = (key: string): boolean => object.fields.some((field) => field.key === key)
  const owned = has('owner')
  const ids = { ids: `{${recent.join(',')}}` }
  return [
    view(object, 'all', { filter: null }),
    ...(owned ? [view(object, 'mine', { filter: me('owner') })] : []),
    ...(owned && has('department') ? [view(object, 'team', { filter: TEAM })] : []),
    ...(recent.length === 0 ? [] : [view(object, 'recent', { filter: { field: 'id', op: 'in', value: recent }, asked: ids })]),
  ]
}

/** The days of the current month in the company's zone: first, and first of the next. */
function month(now: Date): { readonly from: string; readonly to: string } {
  const local = new Date(now.getTime() + ZONE)
  const first = (months: number): string =>
    new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1)).toISOString().slice(0, 10)
  return { from: first(0), to: first(1) }
}

const instant = (day: string): string => new Date(Date.parse(day) - ZONE).toISOString()

/** The days of the year from one date up to another, as the baseline compares them; whoever was born on 29 February counts on the 28th. */
function yearDays(from: number, to: number): string {
  const days: number[] = []
  for (let at = from; at < to; at += DAY) {
    const date = new Date(at)
    const [year, day] = [date.getUTCFullYear(), (date.getUTCMonth() + 1) * 100 + date.getUTCDate()]
    days.push(day, ...(day === 228 && new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 2 ? [229] : []))
  }
  return `{${days.join(',')}}`
}

type Within = { readonly from: string; readonly to: string }
const between = (field: string, { from, to }: Within): readonly Condition[] => [
  { field, op: 'gte', value: from },
  { field, op: 'lt', value: to },
]

/** Views that the demo company saves for everybody; a calendar is asked for a month. */
function saved(objects: Objects, days: Within): readonly ShippedView[] {
  return [...viewCommands()].map(({ values }) => {
    const object = objects(String(values['object']))
    const { config } = values
    if (!isJsonObject(config)) throw new Error('a saved view without a configuration')
    const name = `saved.${String(values['name'])}`
    // A view's configuration is a screen as it stands; nobody but the demo writes these.
    const { filter = null, columns = object.list, by, formats = [] } = readSaved(config)
    if (by === undefined) return view(object, name, { filter, fields: columns })
    const screen = { filter: { and: between(by, days) }, fields: [by, ...columns.slice(0, 4)], sort: [by] }
    return view(object, name, { ...screen, marks: formats, asked: { from: instant(days.from), to: instant(days.to) } })
  })
}

type Objects = (key: string) => ObjectMeta

type Saved = {
  readonly filter?: Condition
  readonly columns?: readonly string[]
  readonly by?: string
  readonly formats?: readonly Condition[]
}

function readSaved(config: object): Saved {
  const {
    filter,
    columns,
    by,
    formats,
  }: { filter?: Condition; columns?: readonly string[]; by?: string; formats?: readonly { condition: Condition }[] } = JSON.parse(
    JSON.stringify(config),
  )
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(columns === undefined ? {} : { columns }),
    ...(by === undefined ? {} : { by }),
    ...(formats === undefined ? {} : { formats: formats.map((each) => each.condition) }),
  }
}

/** One column of each board, and the cards of the home page (their “all” opens the list so). */
function boardsAndCards(objects: Objects): readonly ShippedView[] {
  const [opportunity, task] = [objects('opportunity'), objects('task')]
  const { id: process, stages } = STANDARD_PROCESS
  const column: Condition = {
    and: [
      { field: 'process', op: 'eq', value: process },
      { field: 'stage', op: 'eq', value: stages.confirmed },
      { field: 'state', op: 'not_in', value: ['suspended', 'cancelled'] },
    ],
  }
  const card = (object: ObjectMeta): readonly string[] => [
    ...(object.board === undefined ? [] : [object.board.by]),
    ...(object.board?.sum === undefined ? [] : [object.board.sum]),
    ...(object.board?.card ?? []),
  ]
  return [
    view(opportunity, 'board', { filter: column, fields: card(opportunity), asked: { process, stage: stages.confirmed } }),
    view(task, 'board', { filter: OPEN, fields: card(task) }),
    view(opportunity, 'card', {
      filter: { and: [me('owner'), OPEN] },
      sort: ['expected_close'],
      fields: ['name', 'customer', 'stage', 'amount', 'expected_close'],
    }),
    view(task, 'card', { filter: { and: [me('assignee'), TO_DO] }, sort: ['due_at'] }),
  ]
}

const before = (field: string, value: { readonly period: string; readonly n?: number }): Condition => ({ field, op: 'before', value })

/** Today's desk (modules/activities/today/web/desk-items.ts, which needs a browser to be imported). */
function desk(objects: Objects, now: Date): readonly ShippedView[] {
  const today = Math.floor((now.getTime() + ZONE) / DAY) * DAY
  const greeting: Condition = {
    and: [
      { field: 'type', op: 'eq', value: 'greeting' },
      { field: 'at', op: 'within', value: { period: 'last_n_days', n: 60 } },
    ],
  }
  const open = {
    or: [
      before('next_step_on', { period: 'tomorrow' }),
      { field: 'next_step_on', op: 'empty' as const },
      before('expected_close', { period: 'today' }),
    ],
  }
  const silent = { or: [{ field: 'last_contact_at', op: 'empty' as const }, before('last_contact_at', { period: 'last_n_days', n: 30 })] }
  const birthday: Condition = { field: 'birthday', op: 'anniversary_within', value: { period: 'next_n_days', n: 8 } }
  const active: Condition = { field: 'status', op: 'eq', value: 'active' }
  return [
    view(objects('task'), 'desk', {
      filter: { and: [me('assignee'), TO_DO, before('due_at', { period: 'tomorrow' })] },
      sort: ['due_at'],
      fields: ['subject', 'due_at', 'state', 'customer', 'opportunity', 'opportunity.amount', 'contact'],
    }),
    view(objects('opportunity'), 'desk', {
      filter: { and: [me('owner'), OPEN, open] },
      sort: ['expected_close'],
      fields: ['name', 'customer', 'amount', 'stage', 'next_step', 'next_step_on', 'expected_close', 'last_activity_at', 'created_at'],
    }),
    view(objects('customer'), 'desk', {
      filter: { and: [me('owner'), active, silent] },
      sort: ['last_contact_at'],
      fields: ['name', 'last_contact_at', 'potential_annual_spend', 'created_at', 'lifecycle_stage'],
    }),
    view(objects('contact'), 'desk', {
      filter: { and: [me('customer.owner'), active, birthday, { has_no: 'interactions', where: greeting }] },
      sort: ['-customer.potential_annual_spend'],
      fields: ['name', 'birthday', 'customer', 'title', 'customer.potential_annual_spend'],
      asked: { year_days: yearDays(today, today + 8 * DAY) },
    }),
  ]
}

/** One's own calendar of a month (modules/activities/calendar/web/calendar-queries.ts). */
function calendar(objects: Objects, days: Within): readonly ShippedView[] {
  const { from, to } = days
  const instants = { from: instant(from), to: instant(to) }
  const last = new Date(Date.parse(to) - DAY).toISOString().slice(0, 10)
  return [
    view(objects('task'), 'calendar', {
      filter: { and: [me('assignee'), { field: 'state', op: 'neq', value: 'cancelled' }, ...between('due_at', days)] },
      sort: ['due_at'],
      fields: ['subject', 'due_at', 'state', 'customer', 'contact', 'opportunity'],
      asked: instants,
    }),
    view(objects('interaction'), 'calendar', {
      filter: {
        and: [
          me('employee'),
          { field: 'type', op: 'in', value: ['visit', 'meeting'] },
          { field: 'status', op: 'neq', value: 'cancelled' },
          ...between('at', days),
        ],
      },
      sort: ['at'],
      fields: ['subject', 'type', 'at', 'duration_s', 'status', 'customer', 'contact', 'opportunity'],
      asked: instants,
    }),
    view(objects('opportunity'), 'calendar', {
      filter: { and: [me('owner'), OPEN, ...between('next_step_on', days)] },
      sort: ['next_step_on'],
      fields: ['name', 'next_step', 'next_step_on', 'customer'],
      asked: { from_day: from, to_day: to },
    }),
    view(objects('contact'), 'calendar', {
      filter: {
        and: [
          me('customer.owner'),
          { field: 'status', op: 'eq', value: 'active' },
          { field: 'birthday', op: 'anniversary_within', value: [from, last] },
        ],
      },
      sort: ['birthday'],
      fields: ['name', 'birthday', 'customer'],
      asked: { year_days: yearDays(Date.parse(from), Date.parse(to)) },
    }),
  ]
}

/** What the modules ship besides, with filters and orders of their own. */
export function furtherViews(objects: Objects, now: Date): readonly ShippedView[] {
  const days = month(now)
  return [...saved(objects, days), ...boardsAndCards(objects), ...desk(objects, now), ...calendar(objects, days)]
}
