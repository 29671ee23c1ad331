import type { Condition, CountResult, Locale, ObjectMeta } from '@perigon/contracts'
import { formatNumber, general, phrase, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { Button, Drawer } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { problemIn } from '../../core/api.ts'
import { conditionPhrases } from '../../phrases/condition-phrases.ts'
import { useCount } from '../data/queries.ts'
import { ConditionBuilder } from './condition-builder.tsx'
import { finished, freshCondition, groupOf } from './condition-tree.ts'

/** The filter of a list, edited aside; says how many records match before it is applied. */
export function FilterDrawer(props: {
  readonly object: ObjectMeta
  readonly filter: Condition | null
  readonly onApply: (filter: Condition | null) => void
  readonly onClose: () => void
}) {
  const t = usePhrases(conditionPhrases)
  const words = usePhrases(general)
  const isPhone = usePhone()
  const { object } = props
  const [condition, setCondition] = useState<Condition>(() => startOf(object, props.filter))
  const ready = finished(condition)
  const apply = (filter: Condition | null) => {
    props.onApply(filter)
    props.onClose()
  }
  return (
    <Drawer
      open
      size={isPhone ? '100%' : 760}
      title={t('title')}
      onClose={props.onClose}
      footer={
        <div className="pg-drawer-foot">
          <Matches object={object} filter={ready} />
          <span className="pg-grow" />
          <Button onClick={() => apply(null)}>{t('clear_all')}</Button>
          <Button onClick={props.onClose}>{words('cancel')}</Button>
          <Button type="primary" onClick={() => apply(ready)}>
            {t('apply')}
          </Button>
        </div>
      }
    >
      <ConditionBuilder object={object} value={condition} onChange={setCondition} />
    </Drawer>
  )
}

const SETTLED_AFTER = 350

/** How many records would match. Asked when typing rests, taken back when it goes on, and never waited for. */
function Matches({ object, filter }: { readonly object: ObjectMeta; readonly filter: Condition | null }) {
  const t = usePhrases(conditionPhrases)
  const locale = useLocale()
  const [settled, setSettled] = useState(() => JSON.stringify(filter))
  const asked = JSON.stringify(filter)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), SETTLED_AFTER)
    return () => clearTimeout(timer)
  }, [asked])
  const ready: Condition | null = useMemo(() => JSON.parse(settled), [settled])
  const { data, error } = useCount(object, ready === null ? {} : { filter: ready })
  const isBehind = asked !== settled || (data === undefined && error === null)
  return (
    <span aria-live="polite" aria-atomic className={error === null ? 'pg-muted' : 'pg-matches--failed'}>
      {isBehind ? t('counting') : error === null ? matchesText(data, locale) : (problemIn(error)?.title ?? t('matches_failed'))}
    </span>
  )
}

function matchesText(found: CountResult | undefined, locale: Locale): string {
  if (found === undefined || found.count === null) return phrase(conditionPhrases, 'matches_many')
  return phrase(conditionPhrases, found.count_capped ? 'matches_capped' : 'matches', { n: formatNumber(found.count, locale) })
}

function startOf(object: ObjectMeta, filter: Condition | null): Condition {
  if (filter === null) return { and: [freshCondition(object)] }
  return groupOf(filter) === null ? { and: [filter] } : filter
}
