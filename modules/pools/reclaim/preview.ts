import { AppError, type Condition, invalid, isJsonObject, type Json } from '@perigon/contracts'
import { type Actor, type Kernel, type ObjectSnapshot, objectOf, parseCondition } from '@perigon/kernel'
import { addCalendarDays } from '@perigon/organization'
import { readerOf } from './chunk.ts'
import { type Counting, lastDueBase } from './due-date.ts'
import { type Law, readLaw } from './verdict.ts'

/** A rule as it is being written, before it is switched on. */
export type DraftRule = {
  readonly condition: Condition | null
  readonly date_field: string
  readonly days: number
  readonly counting: Counting
  readonly remind_before: number | null
  readonly manager_before: number | null
}

const SAMPLE = 20

function whole(value: unknown, path: string): number | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 3650) return value
  throw invalid([{ path, code: 'type', data: { expected: '1–3650' } }])
}

/** A draft as it comes over the wire; what is wrong is told by its field. */
export function draftIn(object: ObjectSnapshot, body: unknown): DraftRule {
  const input = isJsonObject(body) ? body : {}
  const days = whole(input['days'], 'days')
  if (days === null) throw invalid([{ path: 'days', code: 'required' }])
  const field = typeof input['date_field'] === 'string' ? input['date_field'] : ''
  if (!isDate(object, field)) throw invalid([{ path: 'date_field', code: 'option', data: { value: field.slice(0, 60) } }])
  const condition = input['condition'] ?? null
  return {
    condition: condition === null ? null : parseCondition(condition),
    date_field: field,
    days,
    counting: input['counting'] === 'calendar' ? 'calendar' : 'working',
    remind_before: whole(input['remind_before'], 'remind_before'),
    manager_before: whole(input['manager_before'], 'manager_before'),
  }
}

function columnType(object: ObjectSnapshot, key: string): string | undefined {
  return object.fields.get(key)?.columns[0]?.type.split(' ')[0]
}

function isDate(object: ObjectSnapshot, key: string): boolean {
  const type = columnType(object, key)
  return type === 'date' || type === 'timestamptz'
}

/**
 * Whom a rule would strike today, rung by rung: how many, and the first of them, as the actor may see them. Whoever is on a later
 * rung counts on that one alone.
 */
export async function previewRule(kernel: Kernel, actor: Actor, draft: DraftRule): Promise<{ readonly [rung: string]: Json }> {
  const object = objectOf(kernel.snapshot(), 'customer')
  const law = await readLaw(readerOf(kernel, kernel.db))
  const line = (before: number): Condition => fallen(object, law, { draft, before })
  const reclaim = line(0)
  const manager = draft.manager_before === null ? null : { and: [line(draft.manager_before), { not: reclaim }] }
  const owner = draft.remind_before === null ? null : { and: [line(draft.remind_before), { not: manager ?? reclaim }, { not: reclaim }] }
  const [reclaimed, told, reminded] = await Promise.all(
    [reclaim, manager, owner].map(async (rung) => (rung === null ? null : strikes(kernel, actor, { draft, rung }))),
  )
  return { reclaim: reclaimed ?? null, manager: told ?? null, owner: reminded ?? null, today: law.today }
}

/** Customers whose count, less so many days, has run out today; the same line that the nightly work draws. */
function fallen(object: ObjectSnapshot, law: Law, { draft, before }: { readonly draft: DraftRule; readonly before: number }): Condition {
  const last = lastDueBase(law.calendar, law.today, { days: draft.days, counting: draft.counting, before })
  const onOrBefore = (field: string): Condition =>
    columnType(object, field) === 'date'
      ? { field, op: 'lte', value: last }
      : { field, op: 'lt', value: startOf(addCalendarDays(last, 1), law.timeZone) }
  const began: Condition = {
    or: [onOrBefore('owned_since'), { and: [{ field: 'owned_since', op: 'empty' }, onOrBefore('created_at')] }],
  }
  return { and: [{ or: [onOrBefore(draft.date_field), { field: draft.date_field, op: 'empty' }] }, began] }
}

/** The instant a day begins in a time zone; found by looking at what the zone's clocks show. */
function startOf(day: string, timeZone: string): string {
  const guess = new Date(`${day}T00:00:00Z`)
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(guess)
  return new Date(2 * guess.getTime() - Date.parse(`${shown.replace(' ', 'T')}Z`)).toISOString()
}

async function strikes(
  kernel: Kernel,
  actor: Actor,
  { draft, rung }: { readonly draft: DraftRule; readonly rung: Condition },
): Promise<{ readonly [key: string]: Json }> {
  const owned: Condition = { field: 'owner', op: 'not_empty' }
  const page: unknown = JSON.parse(
    await kernel.list(actor, 'customer', {
      filter: { and: [owned, rung, ...(draft.condition === null ? [] : [draft.condition])] },
      fields: ['name', 'owner', 'last_contact_at', 'owned_since', draft.date_field],
      sort: ['name'],
      limit: SAMPLE,
      count: 'capped',
    }),
  )
  if (!isPage(page)) throw new AppError('server.error')
  return page
}

function isPage(value: unknown): value is { readonly [key: string]: Json } {
  return isJsonObject(value) && Array.isArray(value['data'])
}
