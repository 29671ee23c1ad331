import type { Condition } from '@perigon/contracts'
import { Failure, GoLink, listHref, usePage, useRecordUi } from '@perigon/record-ui'
import { EmptyState, formatNumber, general, Skeleton, useLocale, usePhrases } from '@perigon/ui'
import { activityPhrases } from '../../web/activity-phrases.ts'
import { aboutOf, TaskLine } from './task-line.tsx'
import '../../web/activities.css'

const MINE: Condition = {
  and: [
    { field: 'assignee', op: 'eq', value: { me: true } },
    { field: 'state', op: 'in', value: ['open', 'doing'] },
  ],
}

/** Home: what I have to do, the most urgent first. */
export function MyTasksCard() {
  const t = usePhrases(activityPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const { meta } = useRecordUi()
  const object = meta.object('task')
  const page = usePage(object, { filter: MINE, sort: ['due_at'], limit: 10, count: 'capped' })
  if (object === undefined) return null
  const rows = page.data?.data ?? []
  const n = page.data?.count ?? rows.length
  return (
    <section className="pg-card pg-home__card" aria-label={t('my_tasks')}>
      <h2>
        {t('my_tasks')}
        {n > 0 && <span className="pg-count pg-number">{formatNumber(n, locale)}</span>}
        <span className="pg-grow" />
        {n > rows.length && (
          <GoLink className="pg-home__all" href={listHref(object, MINE)}>
            {words('view_all')}
          </GoLink>
        )}
      </h2>
      {page.error !== null && page.data === undefined && <Failure error={page.error} onRetry={() => void page.refetch()} />}
      {page.isPending && <Skeleton shape="lines" rows={4} />}
      {page.data !== undefined && rows.length === 0 && <EmptyState small kind="first" title={t('my_tasks_empty')} />}
      <ul className="pg-lines">
        {rows.map((task) => (
          <TaskLine key={task.id} object={object} task={task} about={aboutOf(task)} />
        ))}
      </ul>
    </section>
  )
}
