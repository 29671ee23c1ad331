import { type AggregateCondition, AppError, type Condition, type FieldCondition, isJsonObject, type Json } from '@perigon/contracts'
import { fieldRight, isOpen } from '../access/field-rights.ts'
import { may } from '../access/scope.ts'
import { objectOf } from '../compile/compile.ts'
import type { FieldSnapshot, Relation } from '../compile/snapshot.ts'
import { anniversaryDates, yearDaySql, yearSpans } from './anniversary.ts'
import { dayComparison } from './day.ts'
import { measureSql } from './measure.ts'
import { isPeriod, periodDates, periodInstants } from './period.ts'
import { searchCondition } from './search.ts'
import { columnNamer, quote, type Source } from './source.ts'

const COMPARE = { eq: '=', neq: 'is distinct from', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

function badValue(field: string): never {
  throw new AppError('query.value', { data: { field } })
}

function operand(source: Source, field: FieldSnapshot, input: unknown): Json {
  const parsed = field.type.parseOperand(input, field.definition, source.context.parse)
  if (!parsed.ok || parsed.value === null) badValue(field.key)
  return parsed.value
}

function relativeCondition(
  source: Source,
  condition: FieldCondition,
  input: { readonly field: FieldSnapshot; readonly column: string },
): string {
  const { field, column } = input
  if (!isPeriod(condition.value) || field.type.buckets === undefined) badValue(condition.field)
  const instants = field.columns[0]?.type === 'timestamptz'
  const { actor, now } = source.context
  const span = (instants ? periodInstants : periodDates)(condition.value, now, actor.time_zone)
  const cast = instants ? 'timestamptz' : 'date'
  if (condition.op === 'before') return `${column} < ${source.bind(span.from)}::${cast}`
  if (condition.op === 'after') return `${column} >= ${source.bind(span.to)}::${cast}`
  return `(${column} >= ${source.bind(span.from)}::${cast} and ${column} < ${source.bind(span.to)}::${cast})`
}

/** The date has its day within dates, in whatever year; none has it where there is no date. */
function anniversaryCondition(source: Source, condition: FieldCondition, column: string): string {
  const { actor, now } = source.context
  const dates = anniversaryDates(condition.value, now, actor.time_zone) ?? badValue(condition.field)
  const spans = yearSpans(dates.from, dates.to)
  if (spans === null) return `${column} is not null`
  const day = yearDaySql(column)
  const parts = spans.map(([from, to]) => `${day} between ${source.bind(from)}::int and ${source.bind(to)}::int`)
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`
}

function operandValue(source: Source, condition: FieldCondition, field: FieldSnapshot): Json {
  const { op } = condition
  const value: unknown = condition.value
  if (op === 'empty' || op === 'not_empty') return null
  if (isJsonObject(value) && value['me'] === true) {
    const { actor } = source.context
    return (field.definition.target === 'user' ? actor.id : actor.employee) ?? '00000000-0000-0000-0000-000000000000'
  }
  if (isJsonObject(value) && value['my_departments'] === true) return [...source.context.actor.departments]
  const many = op === 'in' || op === 'not_in' || op === 'between' || op === 'has_any' || op === 'has_all'
  if (!many) return operand(source, field, value)
  const list = Array.isArray(value) ? value : [value]
  if (list.length === 0 || list.length > 1000 || (op === 'between' && list.length !== 2)) badValue(field.key)
  return list.map((item) => operand(source, field, item))
}

function fieldCondition(source: Source, condition: FieldCondition): string {
  const { field, alias } = source.resolveOpen(condition.field)
  if (!field.type.operators.includes(condition.op))
    throw new AppError('query.operator', { data: { field: condition.field, op: condition.op } })
  const column = columnNamer(field, alias)
  if (condition.op === 'anniversary_within') return anniversaryCondition(source, condition, column(''))
  const relative = condition.op === 'within' || ((condition.op === 'before' || condition.op === 'after') && isJsonObject(condition.value))
  if (relative) return relativeCondition(source, condition, { field, column: column('') })
  if (field.columns[0]?.type === 'timestamptz') {
    const { time_zone: timeZone } = source.context.actor
    const whole = dayComparison({ left: column(''), op: condition.op, value: condition.value, timeZone, bind: source.bind })
    if (whole !== null) return whole
  }
  return field.type.condition({
    column,
    op: condition.op,
    value: operandValue(source, condition, field),
    bind: source.bind,
    field: field.definition,
  })
}

/** A relation the actor may ask about: what they may not read, or whose link is closed to them, must not be guessed by a count. */
function relationOf(source: Source, key: string): Relation {
  const { actor, snapshot } = source.context
  const relation = source.object.relations.get(key)
  const child = relation === undefined ? undefined : objectOf(snapshot, relation.object)
  if (relation === undefined || child === undefined || !may(child, actor, 'read') || fieldRight(child, actor, relation.field) === 'hidden')
    throw new AppError('query.unknown_field', { data: { field: key.slice(0, 100) } })
  if (!isOpen(child, actor, relation.field)) throw new AppError('query.masked', { data: { field: key.slice(0, 100) } })
  return relation
}

/** `select <what> from related …` for a reverse relation, within what the actor may read. */
function related(
  source: Source,
  input: { readonly relation: string; readonly where?: Condition | undefined; readonly what: (child: Source) => string },
): string {
  const relation = relationOf(source, input.relation)
  const child = source.child(objectOf(source.context.snapshot, relation.object))
  const what = input.what(child)
  const conditions = [`${child.alias}.${quote(relation.field)} = ${source.alias}.id`, ...child.visibleBelow(relation.field, source)]
  if (input.where !== undefined) conditions.push(compileCondition(child, input.where))
  return `select ${what} from ${child.from()} where ${conditions.join(' and ')}`
}

/** A figure compared with a number, or the first or last of days with a day. */
function compareFigure(child: Source, condition: AggregateCondition, figure: string): string {
  const { op, value, aggregate } = condition
  const { fn, field } = aggregate
  const isEdge = fn === 'min' || fn === 'max'
  const measured = field === undefined ? undefined : child.resolveOpen(field).field
  if (measured?.type.buckets === undefined || !isEdge) {
    if (!Number.isFinite(Number(value))) badValue(field ?? '')
    return `${figure} ${COMPARE[op]} ${child.bind(value)}::numeric`
  }
  const cast = measured.columns[0]?.type ?? 'date'
  const { time_zone: timeZone } = child.context.actor
  const whole = cast === 'timestamptz' ? dayComparison({ left: figure, op, value, timeZone, bind: child.bind }) : null
  return whole ?? `${figure} ${COMPARE[op]} ${child.bind(operand(child, measured, value))}::${cast}`
}

function aggregateCondition(source: Source, condition: AggregateCondition): string {
  const { relation, fn, field, where } = condition.aggregate
  const children: Source[] = []
  const what = (child: Source): string => {
    children.push(child)
    return measureSql(child, field === undefined ? { fn } : { fn, field })
  }
  const sql = related(source, { relation, where, what })
  const figure = fn === 'count' || fn === 'count_distinct' || fn === 'sum' ? `coalesce((${sql}), 0)` : `(${sql})`
  return compareFigure(children[0] ?? source, condition, figure)
}

/** Condition → SQL over a source. Names and values are checked here, against the snapshot and the fields' codecs. */
export function compileCondition(source: Source, condition: Condition): string {
  if ('and' in condition) return `(${condition.and.map((part) => compileCondition(source, part)).join(' and ')})`
  if ('or' in condition) return `(${condition.or.map((part) => compileCondition(source, part)).join(' or ')})`
  if ('not' in condition) return `(${compileCondition(source, condition.not)}) is not true`
  if ('search' in condition) return searchCondition(source, condition.search)
  if ('has' in condition) {
    const { has, where, min } = condition
    if (min !== undefined && min > 1) return `(${related(source, { relation: has, where, what: () => 'count(*)' })}) >= ${source.bind(min)}`
    return `exists (${related(source, { relation: has, where, what: () => '1' })})`
  }
  if ('has_no' in condition)
    return `not exists (${related(source, { relation: condition.has_no, where: condition.where, what: () => '1' })})`
  if ('aggregate' in condition) return aggregateCondition(source, condition)
  return fieldCondition(source, condition)
}
