import {
  type AggregateCondition,
  type AggregateFunction,
  type Condition,
  type FieldCondition,
  type FieldMeta,
  isJsonObject,
  type Json,
  type Locale,
  type ObjectMeta,
  text,
} from '@perigon/contracts'
import {
  fieldText,
  formatDay,
  formatNumber,
  general,
  isBare,
  measurePhrases,
  operatorPhrases,
  periodPhrases,
  phrase,
  textOf,
} from '@perigon/ui'
import { fieldOf, fieldsOnPath, type MetaIndex } from '../../core/meta-index.ts'
import { conditionPhrases } from '../../phrases/condition-phrases.ts'

/** What a condition is told with: the definitions, the language, and the names of the records it speaks of. */
export type Place = {
  readonly meta: MetaIndex
  readonly object: ObjectMeta
  readonly locale: Locale
  readonly titles: ReadonlyMap<string, string>
  readonly currency: string
  readonly timeZone: string
}

/** A condition in words, in the language in use. */
export function conditionWords(condition: Condition, place: Place): string {
  const say = (each: Condition) => conditionWords(each, place)
  if ('and' in condition) return joined(condition.and, 'and', place)
  if ('or' in condition) return joined(condition.or, 'or', place)
  if ('not' in condition) return phrase(conditionPhrases, 'not', { text: say(condition.not) })
  if ('search' in condition) return phrase(conditionPhrases, 'search_for', { text: condition.search })
  if ('field' in condition) return fieldWords(condition, place)
  if ('aggregate' in condition) return figureWords(condition, place)
  const key = 'has' in condition ? condition.has : condition.has_no
  const name = relationWords(key, place)
  const n = 'has' in condition ? (condition.min ?? 1) : 1
  const said = phrase(conditionPhrases, 'has_no' in condition ? 'text_has_no' : n > 1 ? 'text_has_least' : 'text_has', { name, n })
  return narrowed(said, key, { where: condition.where, place })
}

/** A group inside another one stands in brackets: “a and (b or c)”. */
function joined(parts: readonly Condition[], join: 'and' | 'or', place: Place): string {
  const say = (each: Condition) => {
    const words = conditionWords(each, place)
    const inner = 'and' in each ? each.and : 'or' in each ? each.or : []
    return inner.length > 1 && parts.length > 1 ? `(${words})` : words
  }
  return parts.map(say).join(` ${phrase(conditionPhrases, join)} `)
}

function narrowed(said: string, key: string, how: { readonly where: Condition | undefined; readonly place: Place }): string {
  const { where, place } = how
  if (where === undefined) return said
  const object = objectBehind(place, key)
  const words = object === undefined ? '…' : conditionWords(where, { ...place, object })
  return phrase(conditionPhrases, 'text_where', { text: said, where: words })
}

function figureWords({ aggregate, op, value }: AggregateCondition, place: Place): string {
  const object = objectBehind(place, aggregate.relation)
  const field = object === undefined || aggregate.field === undefined ? undefined : fieldOf(object, aggregate.field)
  const number = Number(value)
  const words = {
    name: narrowed(relationWords(aggregate.relation, place), aggregate.relation, { where: aggregate.where, place }),
    figure: figureName(field, { fn: aggregate.fn, locale: place.locale }),
    op: phrase(operatorPhrases, op),
    value: Number.isFinite(number) ? formatNumber(number, place.locale) : textOf(value),
  }
  return phrase(conditionPhrases, 'text_figure', words)
}

/** “Sum of Amount”; of a day it is the earliest and the latest. */
export function figureName(field: FieldMeta | undefined, how: { readonly fn: AggregateFunction; readonly locale: Locale }): string {
  if (field === undefined) return phrase(conditionPhrases, 'count_of')
  const isDay = field.buckets !== undefined && (how.fn === 'min' || how.fn === 'max')
  const measure = isDay ? phrase(conditionPhrases, how.fn === 'min' ? 'earliest' : 'latest') : phrase(measurePhrases, how.fn)
  return phrase(conditionPhrases, 'figure_of', { field: text(field.label, how.locale), measure })
}

function relationWords(key: string, place: Place): string {
  const relation = place.object.relations.find((each) => each.key === key)
  return relation === undefined ? key : text(relation.label, place.locale)
}

function objectBehind(place: Place, key: string): ObjectMeta | undefined {
  const relation = place.object.relations.find((each) => each.key === key)
  return relation === undefined ? undefined : place.meta.object(relation.object)
}

function fieldWords(condition: FieldCondition, place: Place): string {
  const fields = fieldsOnPath(place.meta, place.object, condition.field)
  const name = fields.length === 0 ? condition.field : fields.map((each) => text(each.label, place.locale)).join(' › ')
  if (isBare(condition.op)) return `${name} ${phrase(operatorPhrases, condition.op)}`
  const isPlain = condition.op === 'eq' || condition.op === 'in' || condition.op === 'within' || condition.op === 'has_any'
  const field = fields.at(-1)
  const say = (value: Json): string => {
    if (isJsonObject(value)) return specialWords(value)
    const id = textOf(value)
    // A moment compared with a whole day is told by its day.
    if (field?.buckets !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(id)) return formatDay(id, place.locale)
    return place.titles.get(id) ?? (field === undefined ? id : fieldText(field, value, { locale: place.locale, context: place }))
  }
  const value = condition.value ?? null
  const isSpan = condition.op === 'between' || condition.op === 'anniversary_within'
  const comma = place.locale === 'zh-CN' ? '、' : ', '
  const words = Array.isArray(value) ? value.map(say).join(isSpan ? ' – ' : comma) : say(plainJson(value))
  return isPlain ? `${name}: ${words}` : `${name} ${phrase(operatorPhrases, condition.op)} ${words}`
}

function plainJson(value: FieldCondition['value'] | null): Json {
  return JSON.parse(JSON.stringify(value ?? null))
}

function specialWords(value: { readonly [key: string]: unknown }): string {
  if (value['me'] === true) return phrase(general, 'me')
  if (value['my_departments'] === true) return phrase(general, 'my_departments')
  const { period, n } = value
  if (typeof period !== 'string') return JSON.stringify(value)
  if (
    typeof n === 'number' &&
    (period === 'last_n_days' || period === 'next_n_days' || period === 'last_n_months' || period === 'next_n_months')
  )
    return phrase(periodPhrases, `${period}_n`, { n })
  const known = Object.keys(periodPhrases.entries).find((each): each is keyof typeof periodPhrases.entries => each === period)
  return known === undefined ? period : phrase(periodPhrases, known)
}
