import type { Condition, ObjectMeta } from '@perigon/contracts'
import { formatNumber, general, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { Button, Drawer } from 'antd'
import { useEffect, useState } from 'react'
import { conditionPhrases } from '../../phrases/condition-phrases.ts'
import { usePage } from '../data/queries.ts'
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

function Matches({ object, filter }: { readonly object: ObjectMeta; readonly filter: Condition | null }) {
  const t = usePhrases(conditionPhrases)
  const locale = useLocale()
  const [settled, setSettled] = useState(filter)
  const text = JSON.stringify(filter)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text)), 400)
    return () => clearTimeout(timer)
  }, [text])
  const page = usePage(object, { ...(settled === null ? {} : { filter: settled }), limit: 1, fields: [object.title], count: 'capped' })
  const n = page.data?.count
  return (
    <span aria-live="polite" className="pg-muted">
      {n === undefined || page.error !== null
        ? ''
        : t(page.data?.count_capped === true ? 'matches_capped' : 'matches', { n: formatNumber(n, locale) })}
    </span>
  )
}

function startOf(object: ObjectMeta, filter: Condition | null): Condition {
  if (filter === null) return { and: [freshCondition(object)] }
  return groupOf(filter) === null ? { and: [filter] } : filter
}
