import { CheckSquareOutlined, EnvironmentOutlined, LinkOutlined, TeamOutlined } from '@ant-design/icons'
import {
  entriesByDay,
  Failure,
  GoLink,
  Planner,
  type PlannerAdd,
  type PlannerAt,
  plannerWeeks,
  useActions,
  useOverlay,
  useRecordUi,
  useTitle,
} from '@perigon/record-ui'
import {
  addDays,
  formatNumber,
  momentAt,
  Skeleton,
  today,
  useFieldContext,
  useLocale,
  usePhone,
  usePhrases,
  useShortcuts,
  zoned,
} from '@perigon/ui'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useCalendarAddress } from './calendar-address.ts'
import { calendarPagePhrases } from './calendar-phrases.ts'
import type { Whose } from './calendar-queries.ts'
import { SubscribeDialog } from './subscribe-dialog.tsx'
import { useCalendar } from './use-calendar.tsx'
import { useWorkingDays } from './use-working-days.ts'
import { WhoseSelect } from './whose-select.tsx'
import './calendar.css'

const MINUTE_MS = 60_000
const MORNING = '09:00'

/** Tasks, visits, meetings and next steps of a person on the days they are due, and which of those are worked. */
export function CalendarPage() {
  const t = usePhrases(calendarPagePhrases)
  const { timeZone } = useFieldContext()
  const now = useNow()
  const [{ view, date, whose }, change] = useCalendarAddress()
  const current = today(now, timeZone)
  const at = date ?? current
  const weeks = plannerWeeks(at, view)
  const days = weeks.flat()
  const [from, to] = [days[0] ?? at, addDays(days.at(-1) ?? at, 1)]
  const calendar = useCalendar({ from, to, whose, now })
  const day = useWorkingDays(from, to)
  const adds = useAdds(whose)
  const show = useOverlay()
  const isPhone = usePhone()
  useTitle(t('title'))
  useShortcuts({ n: () => adds[0]?.run({ day: at, time: null }) })
  const name = whose.kind === 'mine' ? t('title') : t('calendar_of', { name: whose.link?.title ?? t(whose.kind) })
  if (calendar.error !== null && calendar.entries.length === 0) return <Failure error={calendar.error} onRetry={calendar.retry} />
  const model = {
    view,
    at,
    now: { day: current, time: zoned(now.toISOString(), timeZone)?.time ?? null },
    weeks,
    on: entriesByDay(calendar.entries),
    day,
    adds,
    go: (next: { readonly view?: typeof view; readonly at?: string }) =>
      change({
        ...(next.view === undefined ? {} : { view: next.view }),
        ...(next.at === undefined ? {} : { date: next.at === current ? null : next.at }),
      }),
  }
  return (
    <div className="pg-calendar-page">
      <h1 className="pg-sr">{t('title')}</h1>
      {calendar.isPending ? (
        <Skeleton shape="list" rows={8} />
      ) : (
        <Planner model={model} label={name}>
          <WhoseSelect whose={whose} onChange={(next) => change({ whose: next })} />
          <Button
            icon={<LinkOutlined aria-hidden />}
            aria-label={t('subscribe')}
            onClick={() => show((close) => <SubscribeDialog onClose={close} />)}
          >
            {isPhone ? null : t('subscribe')}
          </Button>
        </Planner>
      )}
      <Foot rest={calendar.rest} isLong={view !== 'day'} whose={whose} />
    </div>
  )
}

type FootProps = { readonly rest: ReturnType<typeof useCalendar>['rest']; readonly isLong: boolean; readonly whose: Whose }

function Foot({ rest, isLong, whose }: FootProps) {
  const t = usePhrases(calendarPagePhrases)
  const locale = useLocale()
  return (
    <footer className="pg-calendar-page__foot">
      {whose.kind !== 'mine' && whose.link === null && <span role="status">{t(`pick_${whose.kind}`)}</span>}
      {rest.map(({ kind, n, isMore, href }) => (
        <span key={kind} role="status">
          {t(`cut_${kind}`, { n: `${formatNumber(n, locale)}${isMore ? '+' : ''}` })} {isLong && t('cut_hint')}{' '}
          <GoLink href={href}>{t(isLong ? 'cut_list' : 'cut_list_day')}</GoLink>
        </span>
      ))}
      <span className="pg-calendar-page__keys pg-muted">{t('keys')}</span>
    </footer>
  )
}

/** What can be made at a place of the calendar, for whoever it shows. */
function useAdds(whose: Whose): readonly PlannerAdd[] {
  const t = usePhrases(calendarPagePhrases)
  const { meta } = useRecordUi()
  const actions = useActions()
  const { timeZone } = useFieldContext()
  const [task, interaction] = [meta.object('task'), meta.object('interaction')]
  const other = whose.kind === 'colleague' ? whose.link : null
  const moment = ({ day, time }: PlannerAt) => momentAt(day, time ?? MORNING, timeZone)
  const ofTask = (at: PlannerAt) =>
    task !== undefined && actions.create(task, { defaults: { due_at: moment(at), ...(other === null ? {} : { assignee: { ...other } }) } })
  const ofInteraction = (type: 'visit' | 'meeting') => (at: PlannerAt) =>
    interaction !== undefined &&
    actions.create(interaction, {
      defaults: { type, status: 'planned', at: moment(at), ...(other === null ? {} : { employee: { ...other } }) },
    })
  return [
    ...(task?.can.create === true ? [{ key: 'task', label: t('task'), icon: <CheckSquareOutlined aria-hidden />, run: ofTask }] : []),
    ...(interaction?.can.create === true
      ? [
          { key: 'visit', label: t('visit'), icon: <EnvironmentOutlined aria-hidden />, run: ofInteraction('visit') },
          { key: 'meeting', label: t('meeting'), icon: <TeamOutlined aria-hidden />, run: ofInteraction('meeting') },
        ]
      : []),
  ]
}

/** The present moment, by the minute. */
function useNow(): Date {
  const { now } = useFieldContext()
  const [moment, setMoment] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setMoment(now()), MINUTE_MS)
    return () => clearInterval(timer)
  }, [now])
  return moment
}
