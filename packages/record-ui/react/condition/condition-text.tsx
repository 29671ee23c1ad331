import type { Condition, FieldCondition, Json, Locale, ObjectMeta } from '@perigon/contracts'
import { isJsonObject, text } from '@perigon/contracts'
import {
  fieldText,
  general,
  isBare,
  measurePhrases,
  operatorPhrases,
  periodPhrases,
  phrase,
  textOf,
  useFieldContext,
  useLocale,
} from '@perigon/ui'
import { useQueries } from '@tanstack/react-query'
import { fieldsOnPath, type MetaIndex, titleOf } from '../../core/meta-index.ts'
import { records } from '../../core/records.ts'
import { conditionPhrases } from '../../phrases/condition-phrases.ts'
import { keys } from '../data/queries.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'

/** A condition in words; ids of linked records are looked up and shown by name. */
export function ConditionText({ object, condition }: { readonly object: ObjectMeta; readonly condition: Condition }) {
  const { meta, api } = useRecordUi()
  const locale = useLocale()
  const context = useFieldContext()
  const links = linksIn(meta, object, condition)
  const titles = useQueries({
    queries: links.map(({ target, id }) => ({
      queryKey: keys.one(target, id),
      queryFn: () => records.get(api, target, id),
      staleTime: 60_000,
      retry: false,
    })),
    combine: (results) =>
      new Map(
        results.flatMap((each, index) => {
          const link = links[index]
          return each.data === undefined || link === undefined ? [] : [[link.id, titleOf(link.target, each.data)] as const]
        }),
      ),
  })
  return <>{conditionText(condition, { meta, object, locale, titles, currency: context.currency, timeZone: context.timeZone })}</>
}

type Place = {
  readonly meta: MetaIndex
  readonly object: ObjectMeta
  readonly locale: Locale
  readonly titles: ReadonlyMap<string, string>
  readonly currency: string
  readonly timeZone: string
}

function conditionText(condition: Condition, place: Place): string {
  const say = (each: Condition) => conditionText(each, place)
  if ('and' in condition) return condition.and.map(say).join(` ${phrase(conditionPhrases, 'and')} `)
  if ('or' in condition) return condition.or.map(say).join(` ${phrase(conditionPhrases, 'or')} `)
  if ('not' in condition) return `${phrase(conditionPhrases, 'not')} (${say(condition.not)})`
  if ('search' in condition) return phrase(conditionPhrases, 'search_for', { text: condition.search })
  if ('field' in condition) return fieldConditionText(condition, place)
  if ('has' in condition || 'has_no' in condition) {
    const key = 'has' in condition ? condition.has : condition.has_no
    const where = condition.where === undefined ? '' : ` (${relatedText(key, condition.where, place)})`
    const least = 'has' in condition && condition.min !== undefined && condition.min > 1 ? ` ≥ ${condition.min}` : ''
    return `${phrase(conditionPhrases, 'has' in condition ? 'has' : 'has_no')} ${relationText(key, place)}${least}${where}`
  }
  const { aggregate, op, value } = condition
  return `${relationText(aggregate.relation, place)} ${phrase(measurePhrases, aggregate.fn)} ${phrase(operatorPhrases, op)} ${value}`
}

function relatedText(relation: string, where: Condition, place: Place): string {
  const target = place.object.relations.find((each) => each.key === relation)
  const object = target === undefined ? undefined : place.meta.object(target.object)
  return object === undefined ? '…' : conditionText(where, { ...place, object })
}

function relationText(key: string, place: Place): string {
  const relation = place.object.relations.find((each) => each.key === key)
  return relation === undefined ? key : text(relation.label, place.locale)
}

function fieldConditionText(condition: FieldCondition, place: Place): string {
  const fields = fieldsOnPath(place.meta, place.object, condition.field)
  const name = fields.length === 0 ? condition.field : fields.map((each) => text(each.label, place.locale)).join(' › ')
  if (isBare(condition.op)) return `${name} ${phrase(operatorPhrases, condition.op)}`
  const isPlain = condition.op === 'eq' || condition.op === 'in' || condition.op === 'within' || condition.op === 'has_any'
  const field = fields.at(-1)
  const say = (value: Json): string => {
    if (isJsonObject(value)) return specialText(value)
    const id = textOf(value)
    return place.titles.get(id) ?? (field === undefined ? id : fieldText(field, value, { locale: place.locale, context: place }))
  }
  const value = condition.value ?? null
  const words = Array.isArray(value) ? value.map(say).join(condition.op === 'between' ? ' – ' : '、') : say(trustedJson(value))
  return isPlain ? `${name}: ${words}` : `${name} ${phrase(operatorPhrases, condition.op)} ${words}`
}

function trustedJson(value: FieldCondition['value'] | null): Json {
  return JSON.parse(JSON.stringify(value ?? null))
}

function specialText(value: { readonly [key: string]: unknown }): string {
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

function linksIn(
  meta: MetaIndex,
  object: ObjectMeta,
  condition: Condition,
): readonly { readonly target: ObjectMeta; readonly id: string }[] {
  if ('and' in condition) return condition.and.flatMap((each) => linksIn(meta, object, each))
  if ('or' in condition) return condition.or.flatMap((each) => linksIn(meta, object, each))
  if ('not' in condition) return linksIn(meta, object, condition.not)
  if (!('field' in condition)) return []
  const target = fieldsOnPath(meta, object, condition.field).at(-1)?.target
  const targetObject = target === undefined ? undefined : meta.object(target)
  if (targetObject === undefined) return []
  const values = Array.isArray(condition.value) ? condition.value : [condition.value]
  return values.flatMap((each) => (typeof each === 'string' ? [{ target: targetObject, id: each }] : []))
}
