import { AppError } from '@perigon/contracts'
import { compileCondition, parseCondition, type Source } from '@perigon/kernel'
import { linesOf } from './next-rung.ts'
import type { CompanyDay } from './company-day.ts'
import type { Ladder } from './rule.ts'

/** The columns and conditions that say which records stand on a rung; every reader of the ladder asks in these words. */
export type Standing = {
  /** The day that counts for a record, and the field it comes from. */
  readonly base: string
  readonly counted: string
  /** When the rung before was reached; null for the first. */
  readonly before: string | null
  readonly from: string
  /** What is long enough ago, has not reached this rung or a later one, and is within the reader's reach. */
  readonly where: readonly string[]
  /** Of those, whom the ladder lets climb on this day. */
  readonly climbs: string
}

/** A rule's date must be one of the object's own, and may be hidden from whoever asks. */
function dayExpression(source: Source, key: string, timeZone: string): string {
  if (key.includes('.')) throw new AppError('query.unknown_field', { data: { field: key.slice(0, 100) } })
  const { field, alias } = source.resolveOpen(key)
  const type = field.columns[0]?.type.split(' ')[0]
  if (type !== 'date' && type !== 'timestamptz') throw new AppError('query.value', { data: { field: key } })
  return type === 'date' ? `${alias}."${key}"` : `(${alias}."${key}" at time zone ${source.bind(timeZone)})::date`
}

/** The day that counts: the date, else (if the rule says so) the day of creation; never before the present owner began. */
export function baseOf(source: Source, ladder: Ladder, timeZone: string): { readonly base: string; readonly counted: string } {
  const date = dayExpression(source, ladder.date_field, timeZone)
  const own = (key: string): string => `(${source.alias}."${key}" at time zone ${source.bind(timeZone)})::date`
  const dated = ladder.from_creation ? `coalesce(${date}, ${own('created_at')})` : date
  // A key that was found among the object's fields; a parameter would be one that some readers never use.
  const field = `'${ladder.date_field}'`
  const named = ladder.from_creation ? `case when ${date} is null then 'created_at' else ${field}::text end` : `${field}::text`
  if (!source.object.fields.has('owned_since')) return { base: dated, counted: named }
  const since = own('owned_since')
  return {
    base: `case when ${dated} is null then null else greatest(${dated}, ${since}) end`,
    counted: `case when ${since} > ${dated} then 'owned_since' else ${named} end`,
  }
}

/** Records with an owner that fit the rule, of those the reader reaches. */
export function withinOf(source: Source, ladder: Ladder): readonly string[] {
  const { condition } = ladder
  const fits = condition === null || condition === undefined ? [] : [compileCondition(source, parseCondition(condition))]
  return [...source.visible(false), `${source.alias}."owner" is not null`, ...fits]
}

/** Which records stand on a rung of a ladder on a day. */
export function standingOn(source: Source, ladder: Ladder, { day, index }: { readonly day: CompanyDay; readonly index: number }): Standing {
  const { bind, alias } = source
  const { base, counted } = baseOf(source, ladder, day.timeZone)
  const within = withinOf(source, ladder)
  const lines = linesOf({ ...ladder, calendar: day.calendar }, index, day.today)
  const where = [...within, `${base} <= ${bind(lines.base)}::date`]
  if (ladder.id === null) return { base, counted, before: null, from: source.from(), where, climbs: index === 0 ? 'true' : 'false' }
  const rule = `${bind(ladder.id)}::uuid`
  const ahead = ladder.steps.slice(index).map(({ key }) => key)
  // Asked of each record by the key, as a value and not as a join: right after a first run the planner knows nothing of a million new rows.
  const hit = (what: string, steps: string): string =>
    `(select ${what} from reminder_hit h where h.rule = ${rule} and h.record = ${alias}.id and h.base = ${base} and h.step ${steps})`
  where.push(`${hit('count(*)', `= any(${bind(ahead)}::text[])`)} = 0`)
  const last = ladder.steps[index - 1]
  if (last === undefined) return { base, counted, before: null, from: source.from(), where, climbs: 'true' }
  const join = `cross join lateral (select ${hit('max(h.day)', `= ${bind(last.key)}`)} as day offset 0) p`
  return {
    base,
    counted,
    before: 'p.day',
    from: `${source.from()} ${join}`,
    where,
    climbs: `coalesce(p.day <= ${bind(lines.before)}::date, false)`,
  }
}
