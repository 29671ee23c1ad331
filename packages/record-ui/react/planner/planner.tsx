import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { formatDay, isTyping, useLocale, usePhone, usePhrases, useShortcuts } from '@perigon/ui'
import { Button, Segmented } from 'antd'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { PLANNER_VIEWS, type PlannerModel, plannerStep } from '../../core/planner.ts'
import { plannerPhrases } from '../../phrases/planner-phrases.ts'
import { MonthTable } from './month-table.tsx'
import { usePlannerDrops } from './planner-drops.ts'
import { PlannerPhone } from './planner-phone.tsx'
import { TimeGrid } from './time-grid.tsx'
import './planner.css'

/** Things of several kinds on the days and hours of a day, a week or a month. */
export function Planner({
  model,
  label,
  children,
}: {
  readonly model: PlannerModel
  readonly label: string
  readonly children?: ReactNode
}) {
  const t = usePhrases(plannerPhrases)
  const isPhone = usePhone()
  const helpId = useId()
  usePlannerDrops(model)
  usePlannerKeys(model)
  const root = useKeptFocus()
  return (
    <div ref={root} className="pg-planner" role="region" aria-label={label} aria-describedby={helpId}>
      <PlannerBar model={model}>{children}</PlannerBar>
      <p id={helpId} className="pg-sr">
        {t('help')}
      </p>
      {isPhone ? (
        <PlannerPhone model={model} />
      ) : model.view === 'month' ? (
        <MonthTable model={model} />
      ) : (
        <TimeGrid key={model.view} model={model} />
      )}
    </div>
  )
}

/** After a move by keyboard an entry stands elsewhere; the keyboard stays with it. */
function useKeptFocus() {
  const root = useRef<HTMLDivElement>(null)
  const wanted = useRef<string | null>(null)
  useEffect(() => {
    const element = root.current
    if (element === null) return
    const keep = ({ target }: FocusEvent) => {
      wanted.current = target instanceof HTMLElement ? (target.dataset['entry'] ?? null) : null
    }
    const forget = () => {
      wanted.current = null
    }
    element.addEventListener('focusin', keep)
    document.addEventListener('pointerdown', forget)
    return () => {
      element.removeEventListener('focusin', keep)
      document.removeEventListener('pointerdown', forget)
    }
  }, [])
  useEffect(() => {
    if (wanted.current === null || document.activeElement !== document.body) return
    root.current?.querySelector<HTMLElement>(`[data-entry="${wanted.current}"]`)?.focus()
  })
  return root
}

function usePlannerKeys({ view, at, now, go }: PlannerModel): void {
  const step = (by: number) => (event: KeyboardEvent) => {
    // Arrows on a choice belong to the choice.
    const isChoice = event.target instanceof HTMLElement && event.target.closest('.ant-segmented') !== null
    if (!isChoice && !isTyping(event.target)) go({ at: plannerStep(at, view, by) })
  }
  useShortcuts({
    t: () => go({ at: now.day }),
    d: () => go({ view: 'day' }),
    w: () => go({ view: 'week' }),
    m: () => go({ view: 'month' }),
    ArrowLeft: step(-1),
    ArrowRight: step(1),
    k: step(-1),
    j: step(1),
  })
}

function PlannerBar({ model, children }: { readonly model: PlannerModel; readonly children: ReactNode }) {
  const t = usePhrases(plannerPhrases)
  const { view, at, now, go } = model
  return (
    <div className="pg-planner__bar">
      <Button
        icon={<LeftOutlined aria-hidden />}
        aria-label={t(`previous_${view}`)}
        onClick={() => go({ at: plannerStep(at, view, -1) })}
      />
      <Button icon={<RightOutlined aria-hidden />} aria-label={t(`next_${view}`)} onClick={() => go({ at: plannerStep(at, view, 1) })} />
      <Button onClick={() => go({ at: now.day })}>{t('today')}</Button>
      <h2 aria-live="polite" className="pg-number">
        <Period model={model} />
      </h2>
      <span className="pg-grow" />
      {children}
      <Segmented
        aria-label={t('span')}
        value={view}
        options={PLANNER_VIEWS.map((each) => ({ value: each, label: t(each) }))}
        onChange={(picked) => go({ view: picked })}
      />
    </div>
  )
}

function Period({ model: { view, at, weeks } }: { readonly model: PlannerModel }) {
  const locale = useLocale()
  const days = weeks.flat()
  if (view === 'day') return formatDay(at, locale)
  if (view === 'month')
    return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${at}T00:00:00Z`))
  const [first, last] = [days[0] ?? at, days.at(-1) ?? at]
  return `${first} – ${first.slice(0, 4) === last.slice(0, 4) ? last.slice(5) : last}`
}
