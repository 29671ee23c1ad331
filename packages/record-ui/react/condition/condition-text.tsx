import type { Condition, ObjectMeta } from '@perigon/contracts'
import { useFieldContext, useLocale } from '@perigon/ui'
import { useQueries } from '@tanstack/react-query'
import { fieldsOnPath, type MetaIndex, titleOf } from '../../core/meta-index.ts'
import { records } from '../../core/records.ts'
import { keys } from '../data/queries.ts'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { conditionWords } from './condition-words.ts'
import { relationKeyOf, whereOf } from '../../core/related-condition.ts'

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
  return <>{conditionWords(condition, { meta, object, locale, titles, currency: context.currency, timeZone: context.timeZone })}</>
}

function linksIn(
  meta: MetaIndex,
  object: ObjectMeta,
  condition: Condition,
): readonly { readonly target: ObjectMeta; readonly id: string }[] {
  if ('and' in condition) return condition.and.flatMap((each) => linksIn(meta, object, each))
  if ('or' in condition) return condition.or.flatMap((each) => linksIn(meta, object, each))
  if ('not' in condition) return linksIn(meta, object, condition.not)
  if ('has' in condition || 'has_no' in condition || 'aggregate' in condition) {
    const where = whereOf(condition)
    const relation = object.relations.find((each) => each.key === relationKeyOf(condition))
    const child = relation === undefined ? undefined : meta.object(relation.object)
    return where === undefined || child === undefined ? [] : linksIn(meta, child, where)
  }
  if (!('field' in condition)) return []
  const target = fieldsOnPath(meta, object, condition.field).at(-1)?.target
  const targetObject = target === undefined ? undefined : meta.object(target)
  if (targetObject === undefined) return []
  const values = Array.isArray(condition.value) ? condition.value : [condition.value]
  return values.flatMap((each) => (typeof each === 'string' ? [{ target: targetObject, id: each }] : []))
}
