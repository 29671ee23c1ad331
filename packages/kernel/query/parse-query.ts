import {
  AGGREGATE_FUNCTIONS,
  type AggregateQuery,
  AppError,
  type Bucket,
  type Condition,
  type Grouping,
  isJsonObject,
  type ListQuery,
  type Measure,
} from '@perigon/contracts'
import { parseCondition } from './parse-condition.ts'

const LIST_KEYS = ['filter', 'q', 'sort', 'fields', 'limit', 'cursor', 'count', 'marks', 'trash']
const COUNT_KEYS = ['filter', 'q']
const MAX_MARKS = 10
const AGGREGATE_KEYS = ['filter', 'measures', 'group', 'sort', 'limit']
const BUCKETS: readonly Bucket[] = ['day', 'week', 'month', 'quarter', 'year']

function refuse(detail: string): never {
  throw new AppError('request.invalid', { data: { detail } })
}

function known(input: Record<string, unknown>, keys: readonly string[]): void {
  const unknown = Object.keys(input).find((key) => !keys.includes(key))
  if (unknown !== undefined) refuse(`unknown key ${unknown.slice(0, 50)}`)
}

function names(value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value)) refuse(`${what} must be a list`)
  return value.map((item) => {
    if (typeof item !== 'string' || item.length === 0 || item.length > 200) refuse(`${what} must hold names`)
    return item
  })
}

function whole(value: unknown, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > max)
    refuse(`limit must be a whole number from 1 to ${max}`)
  return value
}

function shortText(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length > 2000) refuse(`${what} must be a text`)
  return value
}

/** `unknown` → ListQuery; unknown keys and wrong types are 400. */
export function parseListQuery(input: unknown): ListQuery {
  if (!isJsonObject(input)) refuse('the query must be an object')
  known(input, LIST_KEYS)
  const { filter, q, sort, fields, limit, cursor, count, marks, trash } = input
  if (count !== undefined && count !== true && count !== false && count !== 'capped') refuse('count must be true, false or "capped"')
  if (trash !== undefined && trash !== 'only') refuse('trash must be "only"')
  return {
    ...(filter === undefined || filter === null ? {} : { filter: parseCondition(filter) }),
    ...(q === undefined ? {} : { q: shortText(q, 'q').slice(0, 200) }),
    ...(sort === undefined ? {} : { sort: names(sort, 'sort') }),
    ...(fields === undefined ? {} : { fields: names(fields, 'fields') }),
    ...(limit === undefined ? {} : { limit: whole(limit, 200) }),
    ...(cursor === undefined || cursor === null ? {} : { cursor: shortText(cursor, 'cursor') }),
    ...(count === undefined ? {} : { count }),
    ...(marks === undefined ? {} : { marks: parseMarks(marks) }),
    ...(trash === undefined ? {} : { trash }),
  }
}

function parseMarks(input: unknown): readonly Condition[] {
  if (!Array.isArray(input) || input.length > MAX_MARKS) refuse(`marks must be a list of at most ${MAX_MARKS} conditions`)
  return input.map(parseCondition)
}

/** `unknown` → the rows to be counted. */
export function parseCountQuery(input: unknown): Pick<ListQuery, 'filter' | 'q'> {
  if (!isJsonObject(input)) refuse('the query must be an object')
  known(input, COUNT_KEYS)
  return parseListQuery(input)
}

function measure(input: unknown): Measure {
  if (!isJsonObject(input)) refuse('a measure must be an object')
  known(input, ['fn', 'field', 'where'])
  const fn = AGGREGATE_FUNCTIONS.find((name) => name === input['fn'])
  if (fn === undefined) refuse('a measure needs fn')
  return {
    fn,
    ...(input['field'] === undefined ? {} : { field: shortText(input['field'], 'field') }),
    ...(input['where'] === undefined ? {} : { where: parseCondition(input['where']) }),
  }
}

function group(input: unknown): Grouping {
  if (!isJsonObject(input)) refuse('a group must be an object')
  known(input, ['field', 'bucket'])
  const bucket = BUCKETS.find((name) => name === input['bucket'])
  if (input['bucket'] !== undefined && bucket === undefined) refuse('unknown bucket')
  return { field: shortText(input['field'], 'field'), ...(bucket === undefined ? {} : { bucket }) }
}

/** `unknown` → AggregateQuery with 1–20 measures and at most 5 groupings. */
export function parseAggregateQuery(input: unknown): AggregateQuery {
  if (!isJsonObject(input)) refuse('the query must be an object')
  known(input, AGGREGATE_KEYS)
  const { filter, measures, group: groups, sort, limit } = input
  if (!Array.isArray(measures) || measures.length === 0 || measures.length > 20) refuse('1 to 20 measures are needed')
  if (groups !== undefined && (!Array.isArray(groups) || groups.length > 5)) refuse('at most 5 groups')
  return {
    measures: measures.map(measure),
    ...(filter === undefined || filter === null ? {} : { filter: parseCondition(filter) }),
    ...(Array.isArray(groups) ? { group: groups.map(group) } : {}),
    ...(sort === undefined ? {} : { sort: names(sort, 'sort') }),
    ...(limit === undefined ? {} : { limit: whole(limit, 1000) }),
  }
}
