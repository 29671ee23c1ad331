import type { ObjectMeta } from '@perigon/contracts'
import { formatNear, Tag, useFieldContext, useLocale, usePhone, usePhrases, useShortcuts } from '@perigon/ui'
import { type ReactNode, useRef } from 'react'
import type { Group } from './centre.queries.ts'
import { centrePhrases } from './centre-phrases.ts'
import { GroupCompare } from './group-compare.tsx'
import { useReasonText } from './reason-text.ts'
import { useGroupActs } from './use-group-acts.tsx'

type BrowserProps = {
  readonly object: ObjectMeta
  readonly groups: readonly Group[]
  readonly picked: string | null
  readonly onPick: (id: string | null) => void
  readonly onMerged: () => void
  /** Below the list: how many, and more of them. */
  readonly foot: ReactNode
}

/** The groups at the left, the chosen one side by side at the right; on a phone one after the other. */
export function GroupBrowser({ object, groups, picked, onPick, onMerged, foot }: BrowserProps) {
  const t = usePhrases(centrePhrases)
  const isPhone = usePhone()
  const pane = useRef<HTMLElement>(null)
  const chosen = groups.find((group) => group.id === picked) ?? (isPhone ? undefined : groups[0])
  const at = chosen === undefined ? -1 : groups.indexOf(chosen)
  const acts = useGroupActs(object, { onMerged, onDone: () => onPick(groups[at + 1]?.id ?? groups[at - 1]?.id ?? null) })
  const step = (by: number) => {
    const next = groups[Math.max(0, Math.min(groups.length - 1, at + by))]
    if (next === undefined) return
    onPick(next.id)
    document.getElementById(`group-${next.id}`)?.scrollIntoView({ block: 'nearest' })
  }
  const mayDecide = chosen?.state === 'open' && object.can.update
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    m: () => chosen !== undefined && mayDecide && object.can.delete && acts.merge(chosen),
    n: () => chosen !== undefined && mayDecide && acts.differ(chosen, null),
    Enter: () => pane.current?.focus(),
  })
  const compare = chosen !== undefined && (
    <section ref={pane} tabIndex={-1} className="pg-centre__pane" aria-label={t('compare')}>
      <GroupCompare key={chosen.id} object={object} group={chosen} acts={acts} {...(isPhone ? { onBack: () => onPick(null) } : {})} />
    </section>
  )
  if (isPhone && chosen !== undefined) return compare
  return (
    <div className="pg-centre__split">
      <div className="pg-centre__side">
        <ul className="pg-centre__list" aria-label={t('list')}>
          {groups.map((group) => (
            <li key={group.id}>
              <GroupLine object={object} group={group} isChosen={group.id === chosen?.id} onPick={() => onPick(group.id)} />
            </li>
          ))}
        </ul>
        <div className="pg-centre__foot">{foot}</div>
        {!isPhone && <small className="pg-muted">{t('keys_hint')}</small>}
      </div>
      {compare}
    </div>
  )
}

type LineProps = { readonly object: ObjectMeta; readonly group: Group; readonly isChosen: boolean; readonly onPick: () => void }

function GroupLine({ object, group, isChosen, onPick }: LineProps) {
  const t = usePhrases(centrePhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const reasonText = useReasonText(object)
  const closed =
    group.closed_at === null
      ? []
      : [t('closed', { name: group.closed_by ?? '', at: formatNear(group.closed_at, locale, { timeZone, now: now() }) })]
  return (
    <button type="button" id={`group-${group.id}`} aria-current={isChosen} className="pg-centre__line" onClick={onPick}>
      <span className="pg-centre__top">
        <Tag color={group.score >= 90 ? 'green' : group.score >= 70 ? 'blue' : 'gold'}>{t('sure', { n: group.score })}</Tag>
        <span className="pg-muted">{t('n_records', { n: group.members.length })}</span>
      </span>
      {group.members.slice(0, 2).map((member) => (
        <b key={member.id}>{member.title}</b>
      ))}
      <small className="pg-muted">{[...group.reasons.map(reasonText), ...closed].join(' · ')}</small>
    </button>
  )
}
