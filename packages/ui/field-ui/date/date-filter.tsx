import { DatePicker, InputNumber, Select, Space } from 'antd'
import { isJsonObject, PERIODS, type Json } from '@perigon/contracts'
import dayjs, { type Dayjs } from 'dayjs'
import 'dayjs/locale/zh-cn'
import { usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases, periodPhrases } from '../../phrases/fields.ts'
import type { FieldFilterProps } from '../field-ui.ts'
import { isRelative } from '../operator-kind.ts'
import { numberOf, textOf } from '../values.ts'

/** A day, two days, or a period relative to now (this month, last 30 days). */
export function DateFilter(props: FieldFilterProps) {
  const t = usePhrases(fieldPhrases)
  if (isRelative(props.op)) return <PeriodFilter {...props} />
  const show = (value: Json | undefined) => (textOf(value) === '' ? null : dayjs(textOf(value).slice(0, 10)))
  const keep = (day: Dayjs | null) => (day === null ? null : day.format('YYYY-MM-DD'))
  if (props.op !== 'between') {
    return (
      <DatePicker
        id={props.id}
        aria-label={props.label}
        className="pg-fill"
        placeholder="YYYY-MM-DD"
        value={show(props.value)}
        onChange={(day) => props.onChange(keep(day))}
      />
    )
  }
  const [from = null, to = null] = Array.isArray(props.value) ? props.value : []
  return (
    <Space.Compact block>
      <DatePicker
        id={props.id}
        aria-label={`${props.label} ${t('from')}`}
        className="pg-fill"
        placeholder={t('from')}
        value={show(from)}
        onChange={(day) => props.onChange([keep(day), to])}
      />
      <DatePicker
        aria-label={`${props.label} ${t('to')}`}
        className="pg-fill"
        placeholder={t('to')}
        value={show(to)}
        onChange={(day) => props.onChange([from, keep(day)])}
      />
    </Space.Compact>
  )
}

function PeriodFilter(props: FieldFilterProps) {
  const t = usePhrases(fieldPhrases)
  const named = usePhrases(periodPhrases)
  const current = isJsonObject(props.value) ? props.value : {}
  const period = PERIODS.find((each) => each === current['period']) ?? null
  const hasNumber = period !== null && period.includes('_n_')
  const n = typeof current['n'] === 'number' ? current['n'] : 30
  return (
    <Space.Compact block>
      <Select
        id={props.id}
        aria-label={`${props.label} ${t('period')}`}
        className="pg-fill"
        value={period}
        placeholder={t('period')}
        showSearch={{ optionFilterProp: 'label' }}
        options={PERIODS.map((each) => ({ value: each, label: named(each) }))}
        onChange={(picked) => props.onChange(picked.includes('_n_') ? { period: picked, n } : { period: picked })}
      />
      {hasNumber && (
        <InputNumber
          aria-label={t('period_n')}
          min={1}
          max={3650}
          precision={0}
          value={numberOf(n)}
          onChange={(value) => props.onChange({ period, n: value ?? 1 })}
        />
      )}
    </Space.Compact>
  )
}
