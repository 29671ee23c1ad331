import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { failureText, GoLink, records, titleOf, useRecordUi, useRefresh } from '@perigon/record-ui'
import { formatMoment, formatNear, linkOf, textOf, toast, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { useState } from 'react'
import { activityPhrases } from '../../web/activity-phrases.ts'

type LineProps = {
  readonly object: ObjectMeta
  readonly task: WireRecord
  readonly about?: string | undefined
}

/** A task to tick off: name, what it is about, when it is due; completing can be undone. */
export function TaskLine({ object, task, about }: LineProps) {
  const t = usePhrases(activityPhrases)
  const locale = useLocale()
  const { api } = useRecordUi()
  const { timeZone, now } = useFieldContext()
  const refresh = useRefresh()
  const [isBusy, setBusy] = useState(false)
  const name = titleOf(object, task)
  const due = textOf(task['due_at'])
  const isOverdue = due !== '' && new Date(due).getTime() < now().getTime()
  const undo = async (version: number) => {
    try {
      await records.undo(api, object, { id: task.id, version })
      refresh(object)
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const complete = async () => {
    setBusy(true)
    try {
      const done = await records.verb(api, object, { id: task.id, verb: 'complete', params: {} })
      refresh(object)
      toast({
        text: t('completed', { name }),
        undo: () => undo(done.version),
      })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <li className="pg-task">
      <input
        type="checkbox"
        aria-label={t('complete', { name })}
        checked={isBusy}
        disabled={isBusy || !object.can.update}
        onChange={complete}
      />
      <GoLink href={`/${object.path}/${task.id}`}>{name}</GoLink>
      {about !== undefined && <small className="pg-muted pg-task__about">{about}</small>}
      <span className="pg-grow" />
      {due !== '' && (
        <time
          className={isOverdue ? 'pg-task__due pg-task__due--late' : 'pg-task__due'}
          dateTime={due}
          title={formatMoment(due, locale, timeZone)}
        >
          {isOverdue ? `${t('overdue')} · ` : ''}
          {formatNear(due, locale, { timeZone, now: now() })}
        </time>
      )}
    </li>
  )
}

/** What a task is about, in one name. */
export function aboutOf(task: WireRecord): string | undefined {
  return linkOf(task['opportunity'])?.title ?? linkOf(task['customer'])?.title ?? linkOf(task['contact'])?.title
}
