import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { Failure, useActions, useOverlay, usePage, useRecordUi, useTitle } from '@perigon/record-ui'
import { EmptyState, formatNear, Skeleton, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Switch } from 'antd'
import { exportPhrases } from './export-phrases.ts'
import { useCancel, useProgress, useRuns } from './export.queries.ts'
import { RunLine } from './run-line.tsx'
import { ScheduleDialog } from './schedule.dialog.tsx'
import { useFailure } from './use-failure.ts'
import './exports.css'

/** One's exports: the files that are made or being made, and those that are made again and again. */
export function ExportsPage() {
  const t = usePhrases(exportPhrases)
  useTitle(t('title'))
  const { meta } = useRecordUi()
  const [runs, schedules] = [meta.object('export_run'), meta.object('export_schedule')]
  if (runs === undefined || schedules === undefined) return <EmptyState kind="right" title={t('title')} />
  return (
    <div className="pg-page pg-exports">
      <h1>{t('title')}</h1>
      <p className="pg-muted">{t('hint')}</p>
      <Schedules object={schedules} />
      <Runs object={runs} />
    </div>
  )
}

function Runs({ object }: { readonly object: ObjectMeta }) {
  const t = usePhrases(exportPhrases)
  const runs = useRuns(object)
  const rows = runs.data?.data ?? []
  const progress = useProgress(rows)
  const cancel = useCancel(object)
  return (
    <section className="pg-stack" aria-label={t('runs')}>
      {runs.error !== null && runs.data === undefined && <Failure error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isPending && <Skeleton shape="list" rows={4} />}
      {runs.data !== undefined && rows.length === 0 && <EmptyState kind="first" title={t('none')} hint={t('none_hint')} />}
      <ul className="pg-exports__list">
        {rows.map((run) => (
          <RunLine key={run.id} run={run} progress={progress.get(run.id)} onCancel={() => cancel.mutate(run.id)} />
        ))}
      </ul>
    </section>
  )
}

function Schedules({ object }: { readonly object: ObjectMeta }) {
  const t = usePhrases(exportPhrases)
  const page = usePage(object, { sort: ['name'], limit: 100 })
  const rows = page.data?.data ?? []
  if (rows.length === 0) return null
  return (
    <section className="pg-stack" aria-label={t('schedules')}>
      <h2>{t('schedules')}</h2>
      <ul className="pg-exports__list">
        {rows.map((schedule) => (
          <ScheduleLine key={schedule.id} object={object} schedule={schedule} />
        ))}
      </ul>
      <h2>{t('runs')}</h2>
    </section>
  )
}

function ScheduleLine({ object, schedule }: { readonly object: ObjectMeta; readonly schedule: WireRecord }) {
  const t = usePhrases(exportPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const actions = useActions()
  const show = useOverlay()
  const name = String(schedule['name'] ?? '')
  const { next_at: next, active } = schedule
  return (
    <li className="pg-card pg-exports__line">
      <Switch
        checked={active === true}
        aria-label={t('active_of', { name })}
        onChange={(on) => void actions.change(object, schedule, { patch: { active: on } })}
      />
      <span className="pg-grow">
        <b>{name}</b>
        <span className="pg-muted pg-exports__below">
          {<Rhythm object={object} schedule={schedule} />}
          {schedule['working_days'] === true && ` · ${t('working')}`} ·{' '}
          {typeof next === 'string' ? t('next', { at: formatNear(next, locale, { timeZone, now: now() }) }) : t('paused')}
        </span>
        <Trouble schedule={schedule} />
      </span>
      <span className="pg-exports__acts">
        <Button
          size="small"
          aria-label={t('change_of', { name })}
          onClick={() => show((close) => <ScheduleDialog object={object} schedule={schedule} onClose={close} />)}
        >
          {t('change')}
        </Button>
        <Button size="small" aria-label={t('remove_of', { name })} onClick={() => actions.remove(object, schedule)}>
          {t('remove')}
        </Button>
      </span>
    </li>
  )
}

/** Why a schedule was paused, or how often it has failed of late. */
function Trouble({ schedule }: { readonly schedule: WireRecord }) {
  const t = usePhrases(exportPhrases)
  const failure = useFailure()
  const n = Number(schedule['failures'] ?? 0)
  const { paused_why: why } = schedule
  if (n === 0) return null
  const said =
    typeof why === 'string'
      ? t('paused_because', { n, why: failure(why, 'again') })
      : schedule['active'] === true && (n === 1 ? t('failed_once') : t('failed_times', { n }))
  return <span className="pg-exports__below pg-exports__failed">{said}</span>
}

function Rhythm({ object, schedule }: { readonly object: ObjectMeta; readonly schedule: WireRecord }) {
  const t = usePhrases(exportPhrases)
  const label = useLabel()
  const hour = Number(schedule['hour'] ?? 0)
  if (schedule['rhythm'] === 'daily') return t('daily', { hour })
  if (schedule['rhythm'] === 'monthly') return t('monthly', { n: Number(schedule['month_day'] ?? 1), hour })
  const days = object.fields.find((field) => field.key === 'weekday')?.options
  const day = days?.find((option) => option.value === schedule['weekday'])
  return t('weekly', { day: day === undefined ? '' : label(day.label), hour })
}
