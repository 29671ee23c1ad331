import { Failure, useTitle } from '@perigon/record-ui'
import { EmptyState, formatNumber, Skeleton, useLocale, usePhrases } from '@perigon/ui'
import { Segmented } from 'antd'
import { useState } from 'react'
import type { DeskItem } from './desk-items.ts'
import { DeskList } from './desk-list.tsx'
import { todayPhrases } from './today-phrases.ts'
import { useDesk } from './use-desk.ts'
import './today.css'

const KINDS = ['all', 'task', 'opportunity', 'customer', 'contact'] as const
type Kind = (typeof KINDS)[number]

const ofKind = (items: readonly DeskItem[], kind: Kind): readonly DeskItem[] =>
  kind === 'all' ? items : items.filter((item) => item.object === kind)

/** What deserves attention today, of all kinds in one order, worked through by keyboard. */
export function TodayPage() {
  const t = usePhrases(todayPhrases)
  const locale = useLocale()
  useTitle(t('title'))
  const desk = useDesk()
  const [kind, setKind] = useState<Kind>('all')
  const shown = ofKind(desk.items, kind)
  return (
    <div className="pg-page pg-today">
      <h1>{t('title')}</h1>
      <p className="pg-muted">
        {t('hint')} <span className="pg-today__keys">{t('keys')}</span>
      </p>
      <Segmented
        aria-label={t('list')}
        value={kind}
        options={KINDS.map((each) => ({ value: each, label: `${t(each)} ${formatNumber(ofKind(desk.items, each).length, locale)}` }))}
        onChange={setKind}
      />
      {desk.error !== null && desk.items.length === 0 && <Failure error={desk.error} onRetry={desk.retry} />}
      {desk.isPending && desk.items.length === 0 && <Skeleton shape="lines" rows={8} />}
      {!desk.isPending && desk.error === null && shown.length === 0 && (
        <EmptyState kind="first" title={t('empty')} hint={t('empty_hint')} />
      )}
      {shown.length > 0 && <DeskList items={shown} />}
      {desk.isCut && <p className="pg-muted">{t('more')}</p>}
    </div>
  )
}
