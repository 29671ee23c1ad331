import { CheckSquareOutlined, FileTextOutlined, MailOutlined, PhoneOutlined, TeamOutlined } from '@ant-design/icons'
import type { Condition, ObjectMeta, WireRecord } from '@perigon/contracts'
import { Failure, GoLink, type IconType, type RecordSlotProps, titleOf, usePages, useRecordUi } from '@perigon/record-ui'
import { EmptyState, formatMoment, formatNear, linkOf, Skeleton, textOf, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { TaskLine } from '../../task/web/task-line.tsx'
import { activityPhrases } from '../../web/activity-phrases.ts'
import { Composer } from './composer.tsx'
import '../../web/activities.css'

const ICONS: { readonly [type: string]: IconType } = {
  call: PhoneOutlined,
  visit: TeamOutlined,
  meeting: TeamOutlined,
  email: MailOutlined,
  sms: MailOutlined,
}
type Show = 'show_all' | 'show_contacts' | 'show_tasks'

/** Everything that happened around a record and is still to come, with the composer on top. */
export function TimelinePanel({ object, record }: RecordSlotProps) {
  const t = usePhrases(activityPhrases)
  const { meta } = useRecordUi()
  const interactions = meta.object('interaction')
  const tasks = meta.object('task')
  const [show, setShow] = useState<Show>('show_all')
  if (interactions === undefined || tasks === undefined) return null
  return (
    <div className="pg-timeline">
      {interactions.can.create && <Composer object={object} record={record} interactions={interactions} tasks={tasks} />}
      <Segmented
        size="small"
        aria-label={t('show_all')}
        value={show}
        options={(['show_all', 'show_contacts', 'show_tasks'] as const).map((each) => ({ value: each, label: t(each) }))}
        onChange={setShow}
      />
      <Stream object={object} record={record} show={show} interactions={interactions} tasks={tasks} />
    </div>
  )
}

function Stream(props: RecordSlotProps & { readonly show: Show; readonly interactions: ObjectMeta; readonly tasks: ObjectMeta }) {
  const t = usePhrases(activityPhrases)
  const about: Condition = { field: props.object.key, op: 'eq', value: props.record.id }
  const open: Condition = { and: [about, { field: 'state', op: 'in', value: ['open', 'doing'] }] }
  const closed: Condition = { and: [about, { field: 'state', op: 'in', value: ['done', 'cancelled'] }] }
  const upcoming = usePages(props.tasks, { filter: open, sort: ['due_at'], limit: 20 }, props.show !== 'show_contacts')
  const past = usePages(props.interactions, { filter: about, sort: ['-at'], limit: 20 }, props.show !== 'show_tasks')
  const done = usePages(props.tasks, { filter: closed, sort: ['-done_at'], limit: 20 }, props.show !== 'show_contacts')
  const error = past.error ?? upcoming.error ?? done.error
  if (error !== null)
    return <Failure error={error} onRetry={() => void Promise.all([past.refetch(), upcoming.refetch(), done.refetch()])} />
  const rowsOf = (pages: typeof past) => (pages.data?.pages ?? []).flatMap((page) => page.data)
  const toDo = props.show === 'show_contacts' ? [] : rowsOf(upcoming)
  const entries = [
    ...(props.show === 'show_tasks' ? [] : rowsOf(past).map((record) => ({ record, at: textOf(record['at']), isTask: false }))),
    ...(props.show === 'show_contacts'
      ? []
      : rowsOf(done).map((record) => ({ record, at: textOf(record['done_at']) || textOf(record['updated_at']), isTask: true }))),
  ].toSorted((a, b) => b.at.localeCompare(a.at))
  const isPending = (props.show !== 'show_tasks' && past.isPending) || (props.show !== 'show_contacts' && upcoming.isPending)
  if (isPending) return <Skeleton shape="lines" rows={5} />
  if (toDo.length === 0 && entries.length === 0) return <EmptyState small kind="first" title={t('empty')} hint={t('empty_hint')} />
  return (
    <>
      {toDo.length > 0 && (
        <section aria-label={t('upcoming')}>
          <h3>{t('upcoming')}</h3>
          <ul className="pg-lines">
            {toDo.map((each) => (
              <TaskLine key={each.id} object={props.tasks} task={each} />
            ))}
          </ul>
        </section>
      )}
      <ol className="pg-timeline__past" aria-label={t('past')}>
        {entries.map(({ record, at, isTask }) => (
          <Entry key={record.id} object={isTask ? props.tasks : props.interactions} record={record} at={at} isTask={isTask} />
        ))}
      </ol>
      {past.hasNextPage && (
        <Button block size="small" loading={past.isFetchingNextPage} onClick={() => void past.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}

function Entry({
  object,
  record,
  at,
  isTask,
}: {
  readonly object: ObjectMeta
  readonly record: WireRecord
  readonly at: string
  readonly isTask: boolean
}) {
  const t = usePhrases(activityPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const Icon = isTask ? CheckSquareOutlined : (ICONS[textOf(record['type'])] ?? FileTextOutlined)
  const title = titleOf(object, record)
  const body = textOf(record[isTask ? 'result' : 'body'])
  const who = linkOf(record[isTask ? 'assignee' : 'employee'])?.title ?? linkOf(record['created_by'])?.title ?? ''
  const outcome = textOf(record['outcome'])
  const next = textOf(record['next_step'])
  return (
    <li className="pg-timeline__entry">
      <span className="pg-timeline__icon">
        <Icon aria-hidden />
      </span>
      <div>
        <p className="pg-timeline__title">
          <GoLink href={`/${object.path}/${record.id}`}>{title}</GoLink>
        </p>
        {body !== '' && body.trim() !== title.trim() && <p className="pg-timeline__body">{body}</p>}
        {outcome !== '' && (
          <p className="pg-timeline__body">
            <span className="pg-muted">{t('outcome')}:</span> {outcome}
          </p>
        )}
        {next !== '' && (
          <p className="pg-timeline__body">
            <span className="pg-muted">{t('next_step')}:</span> {next}
          </p>
        )}
        <small className="pg-muted">
          {who}{' '}
          <time dateTime={at} title={formatMoment(at, locale, timeZone)}>
            {formatNear(at, locale, { timeZone, now: now() })}
          </time>
        </small>
      </div>
    </li>
  )
}
