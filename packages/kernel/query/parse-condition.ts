import {
  AGGREGATE_FUNCTIONS,
  AppError,
  type Condition,
  isJsonObject,
  MAX_CONDITION_DEPTH,
  MAX_CONDITION_LEAVES,
  OPERATORS,
} from '@perigon/contracts'

const KEYS: { readonly [kind: string]: readonly string[] } = {
  and: ['and'],
  or: ['or'],
  not: ['not'],
  field: ['field', 'op', 'value'],
  has: ['has', 'where', 'min'],
  has_no: ['has_no', 'where'],
  aggregate: ['aggregate', 'op', 'value'],
  search: ['search'],
}

type Budget = { leaves: number }

function malformed(detail: string): never {
  throw new AppError('query.malformed', { data: { detail } })
}

function list(value: unknown, depth: number, budget: Budget): Condition[] {
  if (!Array.isArray(value) || value.length === 0) malformed('and/or need a list of conditions')
  return value.map((item) => walk(item, depth + 1, budget))
}

function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > 200) malformed(`${what} must be a text of 1–200 characters`)
  return value
}

function optionalWhere(input: Record<string, unknown>, depth: number, budget: Budget): { where?: Condition } {
  return input['where'] === undefined ? {} : { where: walk(input['where'], depth + 1, budget) }
}

function aggregate(input: Record<string, unknown>, depth: number, budget: Budget): Condition {
  const inner = input['aggregate']
  if (!isJsonObject(inner)) malformed('aggregate must be an object')
  const unknown = Object.keys(inner).find((key) => !['relation', 'fn', 'field', 'where'].includes(key))
  if (unknown !== undefined) malformed(`unknown key ${unknown.slice(0, 50)}`)
  const fn = AGGREGATE_FUNCTIONS.find((name) => name === inner['fn'])
  const op = (['eq', 'neq', 'gt', 'gte', 'lt', 'lte'] as const).find((name) => name === input['op'])
  const value = input['value']
  if (fn === undefined || op === undefined) malformed('aggregate needs fn and op')
  if (
    !(typeof value === 'number' && Number.isFinite(value)) &&
    !(typeof value === 'string' && /^-?\d{1,16}(\.\d{1,8})?$|^\d{4}-\d{2}-\d{2}/.test(value))
  )
    malformed('aggregate needs a number')
  const field = inner['field'] === undefined ? {} : { field: text(inner['field'], 'field') }
  return { aggregate: { relation: text(inner['relation'], 'relation'), fn, ...field, ...optionalWhere(inner, depth, budget) }, op, value }
}

function fieldCondition(input: Record<string, unknown>): Condition {
  const op = OPERATORS.find((name) => name === input['op'])
  if (op === undefined)
    throw new AppError('query.operator', { data: { field: text(input['field'], 'field'), op: String(input['op']).slice(0, 40) } })
  const field = text(input['field'], 'field')
  // The value is checked against the field's own codec when the condition is compiled.
  return input['value'] === undefined ? { field, op } : { field, op, value: JSON.parse(JSON.stringify(input['value'])) }
}

function walk(input: unknown, depth: number, budget: Budget): Condition {
  if (depth > MAX_CONDITION_DEPTH) throw new AppError('query.too_deep', { data: { limit: MAX_CONDITION_DEPTH } })
  budget.leaves += 1
  if (budget.leaves > MAX_CONDITION_LEAVES) throw new AppError('query.too_large', { data: { limit: MAX_CONDITION_LEAVES } })
  if (!isJsonObject(input)) malformed('a condition must be an object')
  const kind = Object.keys(KEYS).find((key) => Object.hasOwn(input, key))
  if (kind === undefined) malformed(`a condition needs one of ${Object.keys(KEYS).join(', ')}`)
  const unknown = Object.keys(input).find((key) => KEYS[kind]?.includes(key) !== true)
  if (unknown !== undefined) malformed(`unknown key ${unknown.slice(0, 50)}`)
  if (kind === 'and') return { and: list(input['and'], depth, budget) }
  if (kind === 'or') return { or: list(input['or'], depth, budget) }
  if (kind === 'not') return { not: walk(input['not'], depth + 1, budget) }
  if (kind === 'search') return { search: text(input['search'], 'search') }
  if (kind === 'has_no') return { has_no: text(input['has_no'], 'has_no'), ...optionalWhere(input, depth, budget) }
  if (kind === 'aggregate') return aggregate(input, depth, budget)
  if (kind === 'field') return fieldCondition(input)
  const min = input['min']
  if (min !== undefined && !(typeof min === 'number' && Number.isInteger(min) && min >= 1 && min <= 1_000_000))
    malformed('min must be a whole number from 1')
  return { has: text(input['has'], 'has'), ...optionalWhere(input, depth, budget), ...(min === undefined ? {} : { min }) }
}

/** `unknown` → Condition, or a clear 400: too deep, too large, unknown key or operator. Names are checked later, against the snapshot. */
export function parseCondition(input: unknown): Condition {
  return walk(input, 1, { leaves: 0 })
}
