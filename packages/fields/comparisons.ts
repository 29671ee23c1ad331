import type { Json, Operator } from '@perigon/contracts'
import type { Bind } from './field-type.ts'

type Comparison = { readonly left: string; readonly op: Operator; readonly value: Json; readonly bind: Bind; readonly cast: string }

const SYMBOL: { readonly [op in Operator]?: string } = { gt: '>', gte: '>=', lt: '<', lte: '<=', after: '>', before: '<' }

/** True for JSON arrays, with the element type kept. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/** Comparison of one scalar column: equality (null-safe for `neq`), order, ranges, lists, emptiness. */
export function compareScalar({ left, op, value, bind, cast }: Comparison): string {
  if (op === 'empty') return `${left} is null`
  if (op === 'not_empty') return `${left} is not null`
  if (op === 'eq') return `${left} = ${bind(value)}::${cast}`
  if (op === 'neq') return `${left} is distinct from ${bind(value)}::${cast}`
  if (op === 'in') return `${left} = any(${bind(value)}::${cast}[])`
  if (op === 'not_in') return `(${left} is null or not (${left} = any(${bind(value)}::${cast}[])))`
  if (op === 'between' && isList(value)) {
    return `(${left} >= ${bind(value[0] ?? null)}::${cast} and ${left} <= ${bind(value[1] ?? null)}::${cast})`
  }
  return `${left} ${SYMBOL[op] ?? '='} ${bind(value)}::${cast}`
}

/** Escapes `%`, `_` and `\` of a text used inside LIKE. */
export function likeText(value: Json): string {
  return String(value).replace(/[\\%_]/g, (character) => `\\${character}`)
}

/** Text conditions: case-insensitive inside and at the start, otherwise like scalars. */
export function compareText({ left, op, value, bind }: Omit<Comparison, 'cast'>): string {
  if (op === 'contains') return `${left} ilike ${bind(`%${likeText(value)}%`)}`
  if (op === 'not_contains') return `(${left} is null or ${left} not ilike ${bind(`%${likeText(value)}%`)})`
  if (op === 'starts_with') return `${left} ilike ${bind(`${likeText(value)}%`)}`
  return compareScalar({ left, op, value, bind, cast: 'text' })
}

/** Conditions on text[] columns. */
export function compareList({ left, op, value, bind }: Omit<Comparison, 'cast'>): string {
  const list = isList(value) ? value : [value]
  if (op === 'empty') return `(${left} is null or cardinality(${left}) = 0)`
  if (op === 'not_empty') return `cardinality(${left}) > 0`
  if (op === 'has_all') return `${left} @> ${bind(list)}::text[]`
  return `${left} && ${bind(list)}::text[]`
}
