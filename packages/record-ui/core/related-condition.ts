import type { AggregateCondition, AggregateFunction, Condition, ObjectMeta } from '@perigon/contracts'

export type HasCondition = Extract<Condition, { readonly has: string }>
type HasNoCondition = Extract<Condition, { readonly has_no: string }>

/** A condition on records that point here. */
export type Related = HasCondition | HasNoCondition | AggregateCondition
export type RelatedKind = 'has' | 'has_no' | 'aggregate'

/** What is measured over related records: how many, or a figure of a field. */
export type Figure = { readonly fn: AggregateFunction; readonly field?: string }

const OFFERED: readonly AggregateFunction[] = ['sum', 'avg', 'min', 'max']

/** Whether there are any, none, or a figure over them. */
export function kindOfRelated(value: Related): RelatedKind {
  return 'has' in value ? 'has' : 'has_no' in value ? 'has_no' : 'aggregate'
}

/** The relation a condition looks along. */
export function relationKeyOf(value: Related): string {
  return 'has' in value ? value.has : 'has_no' in value ? value.has_no : value.aggregate.relation
}

/** What narrows the related records. */
export function whereOf(value: Related): Condition | undefined {
  return 'aggregate' in value ? value.aggregate.where : value.where
}

/** The same relation and the same narrowing, asked in another way. */
export function relatedAs(value: Related, kind: RelatedKind): Related {
  if (kindOfRelated(value) === kind) return value
  return fresh(kind, relationKeyOf(value), whereOf(value))
}

/** Another relation: what narrowed the old one means nothing there. */
export function withRelation(value: Related, relation: string): Related {
  return relationKeyOf(value) === relation ? value : fresh(kindOfRelated(value), relation, undefined)
}

/** Narrowed otherwise, or not at all. */
export function withWhere(value: Related, where: Condition | undefined): Related {
  const narrowed = where === undefined ? {} : { where }
  if ('aggregate' in value) {
    const { where: _old, ...rest } = value.aggregate
    return { ...value, aggregate: { ...rest, ...narrowed } }
  }
  const { where: _old, ...rest } = value
  return { ...rest, ...narrowed }
}

/** At least so many; one is the same as any. */
export function withLeast(value: HasCondition, n: number): HasCondition {
  const { min: _old, ...rest } = value
  return n <= 1 ? rest : { ...rest, min: n }
}

/** Another figure; what it was compared with stays while both are numbers of the same kind. */
export function withFigure(value: AggregateCondition, figure: Figure): AggregateCondition {
  const { fn: _fn, field: _field, ...rest } = value.aggregate
  const isSame = value.aggregate.field === figure.field
  return { ...value, value: isSame ? value.value : '', aggregate: { ...rest, ...figure } }
}

/** The figures of an object, the number of records first. Only what may be measured is in the metadata. */
export function figuresOf(object: ObjectMeta): readonly Figure[] {
  const fields = object.fields.flatMap((field) =>
    OFFERED.filter((fn) => field.measures.includes(fn)).map((fn): Figure => ({ fn, field: field.key })),
  )
  return [{ fn: 'count' }, ...fields]
}

/** A figure as the value of an option. */
export function choiceOf({ fn, field = '' }: Figure): string {
  return `${fn}:${field}`
}

function fresh(kind: RelatedKind, relation: string, where: Condition | undefined): Related {
  const narrowed = where === undefined ? {} : { where }
  if (kind === 'has') return { has: relation, ...narrowed }
  if (kind === 'has_no') return { has_no: relation, ...narrowed }
  return { aggregate: { relation, fn: 'count', ...narrowed }, op: 'gte', value: 1 }
}
