import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { failureText, GoLink, records, titleOf, useActions, useGo, useRecordUi, useRefresh } from '@perigon/record-ui'
import { formatMoney, linkOf, toast, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { type KeyboardEvent, useRef } from 'react'
import type { DeskItem } from './desk-items.ts'
import { todayPhrases } from './today-phrases.ts'

/** The items in their order; arrows move, Enter opens, D gets it done. */
export function DeskList({ items }: { readonly items: readonly DeskItem[] }) {
  const t = usePhrases(todayPhrases)
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const from = event.target
    if (step === 0 || !(from instanceof HTMLElement)) return
    const lines = [...(list.current?.children ?? [])]
    const at = lines.findIndex((line) => line.contains(from))
    const next = lines[at + step]
    if (next instanceof HTMLElement) next.focus()
    event.preventDefault()
  }
  return (
    <div ref={list} role="grid" className="pg-desk" aria-label={t('list')} tabIndex={-1} onKeyDown={onKeyDown}>
      {items.map((item, index) => (
        <DeskLine key={item.key} item={item} isFirst={index === 0} />
      ))}
    </div>
  )
}

function useReason(): (item: DeskItem) => string {
  const t = usePhrases(todayPhrases)
  return ({ reason, days }) => (reason === 'step_due' && days === 0 ? t('step_today') : t(reason, { n: days }))
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
    else if (event.key.toLowerCase() === 'd') done()
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
      <span role="gridcell">
        <Button size="small" onClick={done}>
          {t(item.object === 'task' ? 'complete' : 'log')}
        </Button>
      </span>
    </div>
  )
}

/** Who or what the record belongs to. */
function aboutOf(record: WireRecord): string | null {
  return linkOf(record['opportunity'])?.title ?? linkOf(record['customer'])?.title ?? linkOf(record['contact'])?.title ?? null
}

/** Completes a task, or logs a follow-up with the customer of the rest. */
function useDone(object: ObjectMeta | undefined, item: DeskItem): () => void {
  const t = usePhrases(todayPhrases)
  const { api, meta, session } = useRecordUi()
  const refresh = useRefresh()
  const actions = useActions()
  const { record } = item
  const complete = async (task: ObjectMeta) => {
    try {
      const written = await records.verb(api, task, { id: record.id, verb: 'complete', params: {} })
      refresh(task)
      const undo = () => void records.undo(api, task, { id: record.id, version: written.version }).then(() => refresh(task))
      toast({ text: t('completed', { name: titleOf(task, record) }), undo })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  return () => {
    const interaction = meta.object('interaction')
    if (object === undefined) return
    if (item.object === 'task') return void complete(object)
    if (interaction === undefined) return
    const self = { id: record.id, title: titleOf(object, record) }
    const about = item.object === 'customer' ? { customer: self } : { opportunity: self, customer: linkOf(record['customer']) }
    actions.create(interaction, {
      defaults: {
        ...about,
        type: 'call',
        ...(session.employee === null ? {} : { employee: { id: session.employee.id, title: session.employee.name } }),
      },
      onCreated: () => refresh(object),
    })
  }
}
