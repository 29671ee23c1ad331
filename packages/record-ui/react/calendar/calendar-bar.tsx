import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { addDays, formatDay, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Segmented, Select } from 'antd'
import { stepped } from '../../core/calendar-days.ts'
import { SPANS } from '../../core/list-state.ts'
import { calendarPhrases } from '../../phrases/calendar-phrases.ts'
import type { ListModel } from '../data/use-list-model.ts'
import type { CalendarData } from './calendar-data.ts'

/** Which days, by which field. */
export function CalendarBar({ model, data }: { readonly model: ListModel; readonly data: CalendarData }) {
  const t = usePhrases(calendarPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { span } = model.config
  const step = (by: number) => model.change({ at: stepped(data.at, span, by) })
  const month = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${data.at}T00:00:00Z`),
  )
  const week = `${formatDay(data.days.from, locale)} – ${formatDay(addDays(data.days.to, -1), locale)}`
  return (
    <div className="pg-calendar__bar">
      <Button icon={<LeftOutlined aria-hidden />} aria-label={t(`previous_${span}`)} onClick={() => step(-1)} />
      <Button icon={<RightOutlined aria-hidden />} aria-label={t(`next_${span}`)} onClick={() => step(1)} />
      <Button onClick={() => model.change({ at: data.today })}>{t('today')}</Button>
      <h2 aria-live="polite">{span === 'month' ? month : week}</h2>
      <span className="pg-grow" />
      <Select
        aria-label={t('by')}
        prefix={t('by')}
        popupMatchSelectWidth={false}
        value={data.field.key}
        options={data.fields.map((each) => ({ value: each.key, label: label(each.label) }))}
        onChange={(by) => model.change({ by })}
      />
      <Segmented
        aria-label={t('span')}
        value={span}
        options={SPANS.map((each) => ({ value: each, label: t(each) }))}
        onChange={(picked) => model.change({ span: picked })}
      />
    </div>
  )
}
