import type { WireRecord } from '@perigon/contracts'
import { GoLink, titleOf, useGo, useRecordUi } from '@perigon/record-ui'
import { formatMoney, formatNumber, linkOf, useLineKeys, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { type KeyboardEvent, useRef } from 'react'
import type { DeskItem } from './desk-items.ts'
import { todayPhrases } from './today-phrases.ts'
import { useDone } from './use-done.ts'

/** The items in their order; arrows (J, K) move, Enter opens, D gets it done. */
export function DeskList({ items }: { readonly items: readonly DeskItem[] }) {
  const t = usePhrases(todayPhrases)
  const list = useRef<HTMLDivElement>(null)
  const keys = useLineKeys(list)
  return (
    <div ref={list} role="grid" className="pg-desk" aria-label={t('list')} tabIndex={-1} {...keys}>
      {items.map((item, index) => (
        <DeskLine key={item.key} item={item} isFirst={index === 0} />
      ))}
    </div>
  )
}

function useReason(): (item: DeskItem) => string {
  const t = usePhrases(todayPhrases)
  const locale = useLocale()
  return ({ reason, days }) => {
    const word = `${reason}_${days === 0 ? 'today' : days === 1 ? 'one' : 'many'}`
    return isPhrase(word) ? t(word) : t(reason, { n: formatNumber(days, locale) })
  }
}

function isPhrase(key: string): key is keyof typeof todayPhrases.entries {
  return Object.hasOwn(todayPhrases.entries, key)
}

function DeskLine({ item, isFirst }: { readonly item: DeskItem; readonly isFirst: boolean }) {
  const t = usePhrases(todayPhrases)
  const locale = useLocale()
  const reasonOf = useReason()
  const go = useGo()
  const { meta, session } = useRecordUi()
  const object = meta.object(item.object)
  const done = useDone(object, item)
  if (object === undefined) return null
  const href = `/${object.path}/${item.record.id}`
  const about = aboutOf(item.record)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') go(href)
    else if (event.key.toLowerCase() === 'd') done?.()
    else return
    event.preventDefault()
  }
  return (
    <div role="row" className="pg-desk__line" tabIndex={isFirst ? 0 : -1} onKeyDown={onKeyDown}>
      <span role="gridcell" className={`pg-desk__reason pg-desk__reason--${item.reason}`}>
        {reasonOf(item)}
      </span>
      <span role="gridcell" className="pg-desk__what">
        <GoLink href={href}>{titleOf(object, item.record)}</GoLink>
        {about !== null && <small className="pg-muted">{about}</small>}
      </span>
      <span role="gridcell" className="pg-desk__worth pg-number">
        {item.worth === null || item.worth === 0 ? '' : formatMoney(item.worth, session.company.base_currency, locale)}
      </span>
      <span role="gridcell" className="pg-desk__act">
        {done !== null && (
          <Button size="small" onClick={done}>
            {t(item.object === 'task' ? 'complete' : item.object === 'contact' ? 'greet' : 'log')}
          </Button>
        )}
      </span>
    </div>
  )
}

/** Who or what the record belongs to. */
function aboutOf(record: WireRecord): string | null {
  return linkOf(record['opportunity'])?.title ?? linkOf(record['customer'])?.title ?? linkOf(record['contact'])?.title ?? null
}
