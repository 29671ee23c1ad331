import { ClockCircleOutlined, CrownOutlined, InboxOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons'
import { type IconType, useOverlay, useRecordUi } from '@perigon/record-ui'
import { formatDay, formatNumber, useLabel, useLocale, usePhrases } from '@perigon/ui'
import type { Step, Tell } from '../reminder-rule/steps.options.ts'
import type { Asked, Draft, Figures } from './reminder.queries.ts'
import { reminderPhrases } from './reminder-phrases.ts'
import { useRungText } from './rung-names.ts'
import { RungRecords } from './rung-records.tsx'

const ICONS: { readonly [tell in Tell]: IconType } = {
  owner: UserOutlined,
  manager: CrownOutlined,
  person: UserOutlined,
  role: TeamOutlined,
  pool: InboxOutlined,
}

type PictureProps = {
  readonly draft: Draft
  /** What the preview found, when it was asked for; its numbers open the records. */
  readonly found?: { readonly asked: Asked; readonly figures: readonly Figures[] } | undefined
}

/** A ladder as one sees it: from the date that counts, rung by rung, to the last. */
export function LadderPicture({ draft, found }: PictureProps) {
  const t = usePhrases(reminderPhrases)
  const label = useLabel()
  const textOfRung = useRungText(draft.steps)
  const field = useRecordUi()
    .meta.object(draft.object)
    ?.fields.find(({ key }) => key === draft.date_field)
  return (
    <ol className="pg-ladder" aria-label={t('ladder')}>
      <li className="pg-ladder__rung pg-ladder__rung--start">
        <span className="pg-ladder__mark">
          <ClockCircleOutlined aria-hidden />
        </span>
        <span className="pg-ladder__when">{t('start')}</span>
        <b>{field === undefined ? draft.date_field : label(field.label)}</b>
      </li>
      {draft.steps.map((step) => {
        const Icon = ICONS[step.tell]
        const figures = found?.figures.find(({ key }) => key === step.key)
        return (
          <li key={step.key} className={`pg-ladder__rung pg-ladder__rung--${step.tell}`}>
            <span className="pg-ladder__mark">
              <Icon aria-hidden />
            </span>
            <span className="pg-ladder__when">{t(whenOf(draft.counting, step.after), { n: step.after })}</span>
            <b>{textOfRung(step)}</b>
            {figures !== undefined && found !== undefined && (
              <RungFigures asked={found.asked} step={step} figures={figures} text={textOfRung(step)} />
            )}
          </li>
        )
      })}
    </ol>
  )
}

function whenOf(counting: Draft['counting'], after: number) {
  if (after === 0) return 'same_day'
  return after === 1 ? (`after_${counting}_one` as const) : (`after_${counting}` as const)
}

type FiguresProps = { readonly asked: Asked; readonly step: Step; readonly figures: Figures; readonly text: string }

function RungFigures({ asked, step, figures, text }: FiguresProps) {
  const t = usePhrases(reminderPhrases)
  const locale = useLocale()
  const show = useOverlay()
  const n = (value: number): string => formatNumber(value, locale)
  const open = (waiting: boolean) => {
    const title = t(waiting ? 'records_waiting' : 'records_today', { step: text, n: n(waiting ? figures.waiting : figures.records) })
    show((close) => (
      <RungRecords asked={asked} step={step.key} waiting={waiting} title={title} who={waiting ? [] : figures.who} onClose={close} />
    ))
  }
  const told =
    step.tell === 'pool'
      ? t('pooled_today', { records: n(figures.records) })
      : t(figures.people === 1 ? 'told_today_one' : 'told_today', { people: n(figures.people), records: n(figures.records) })
  return (
    <>
      {figures.records === 0 ? (
        <span className="pg-muted">{t('nobody_today')}</span>
      ) : (
        <button type="button" className="pg-ladder__number" onClick={() => open(false)}>
          {told}
        </button>
      )}
      {figures.waiting > 0 && (
        <button type="button" className="pg-ladder__number pg-ladder__number--waiting" onClick={() => open(true)}>
          {t('waiting', { n: n(figures.waiting) })}
          {figures.from !== null && <span className="pg-ladder__from">{t('waiting_from', { day: formatDay(figures.from, locale) })}</span>}
        </button>
      )}
    </>
  )
}
