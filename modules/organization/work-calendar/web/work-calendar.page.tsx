import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Failure, useRecordUi, useTitle } from '@perigon/record-ui'
import { Skeleton, today as todayIn, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { MonthGrid } from './month-grid.tsx'
import { useExceptions, useToggleDay, useWorkWeek } from './work-calendar.queries.ts'
import './work-calendar.css'
import { workCalendarPhrases } from './work-calendar-phrases.ts'
import { monthsOf } from './year.ts'

/** The company's year: weekends, holidays and worked weekend days; administrators turn a day by pressing it. */
export function WorkCalendarPage() {
  const t = usePhrases(workCalendarPhrases)
  useTitle(t('title'))
  const { timeZone, now } = useFieldContext()
  const today = todayIn(now(), timeZone)
  const [year, setYear] = useState(Number(today.slice(0, 4)))
  const [focused, setFocused] = useState(today)
  const week = useWorkWeek()
  const { page, exceptions } = useExceptions(year)
  const toggle = useToggleDay()
  const mayChange = useRecordUi().meta.object('calendar_day')?.can.create === true
  const months = monthsOf(year, week.weekend)
  const days = months.flat()
  const worked = days.filter((day) => (exceptions.get(day.date)?.kind ?? (day.worksByWeek ? 'work' : 'off')) === 'work').length
  const go = (next: number) => {
    setYear(next)
    setFocused(next === Number(today.slice(0, 4)) ? today : `${next}-01-01`)
  }
  const error = page.error ?? week.page.error
  const isLoaded = page.data !== undefined && week.page.data !== undefined
  return (
    <div className="pg-page pg-stack pg-year">
      <h1>{t('title')}</h1>
      <p className="pg-muted">{t(mayChange ? 'hint' : 'hint_reading')}</p>
      <WeekendPicker week={week} />
      <div className="pg-year__bar">
        <Button icon={<LeftOutlined aria-hidden />} aria-label={t('previous')} onClick={() => go(year - 1)} />
        <b className="pg-year__number" aria-live="polite">
          {year}
        </b>
        <Button icon={<RightOutlined aria-hidden />} aria-label={t('next')} onClick={() => go(year + 1)} />
        {isLoaded && <span className="pg-muted">{t('working', { n: worked })}</span>}
        <Legend />
      </div>
      {error !== null && <Failure error={error} onRetry={() => void Promise.all([page.refetch(), week.page.refetch()])} />}
      {!isLoaded && error === null && <Skeleton shape="cards" rows={12} />}
      {isLoaded && !page.isPlaceholderData && exceptions.size === 0 && <Alert type="info" showIcon title={t('unknown', { year })} />}
      {isLoaded && (
        <div className="pg-year__months">
          {months.map((month, index) => (
            <MonthGrid
              key={index}
              days={month}
              exceptions={exceptions}
              today={today}
              focused={focused}
              mayChange={mayChange && !toggle.isPending}
              onFocus={setFocused}
              onToggle={({ date, worksByWeek }) => toggle.mutate({ day: date, worksByWeek, exception: exceptions.get(date) })}
            />
          ))}
        </div>
      )}
    </div>
  )
}

function WeekendPicker({ week }: { readonly week: ReturnType<typeof useWorkWeek> }) {
  const t = usePhrases(workCalendarPhrases)
  const label = useLabel()
  const options =
    useRecordUi()
      .meta.object('work_calendar')
      ?.fields.find((field) => field.key === 'weekend')?.options ?? []
  return (
    <fieldset className="pg-year__week" disabled={!week.mayChange}>
      <legend>{t('weekend')}</legend>
      <Checkbox.Group
        disabled={!week.mayChange || week.save.isPending}
        value={[...week.weekend]}
        options={options.map((each) => ({ value: each.value, label: label(each.label) }))}
        onChange={(picked) => week.save.mutate(picked.map(String))}
      />
    </fieldset>
  )
}

function Legend() {
  const t = usePhrases(workCalendarPhrases)
  const locale = useLocale()
  return (
    <span className="pg-year__legend" lang={locale} aria-hidden>
      <span className="pg-day pg-day--weekend">6</span>
      {t('weekend_day')}
      <span className="pg-day pg-day--off" data-mark={t('off')}>
        1
      </span>
      {t('holiday')}
      <span className="pg-day pg-day--work" data-mark={t('work')}>
        9
      </span>
      {t('make_up')}
    </span>
  )
}
