import { type PlannerDay, usePage, useRecordUi } from '@perigon/record-ui'
import { addDays, textOf, useLocale } from '@perigon/ui'

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
const USUAL_WEEKEND: readonly string[] = ['saturday', 'sunday']

/** Which days are worked, by the working week and its exceptions; two questions, whatever the number of days. */
export function useWorkingDays(from: string, to: string): (day: string) => PlannerDay {
  const { meta } = useRecordUi()
  const locale = useLocale()
  const week = usePage(meta.object('work_calendar'), { fields: ['weekend'], limit: 1 })
  const exceptions = usePage(meta.object('calendar_day'), {
    filter: { field: 'day', op: 'between', value: [from, addDays(to, -1)] },
    fields: ['day', 'kind', 'name', 'name_en'],
    limit: 50,
  })
  const stored = week.data?.data[0]?.['weekend']
  const weekend = Array.isArray(stored) ? stored.map(textOf) : USUAL_WEEKEND
  const special = new Map((exceptions.data?.data ?? []).map((record) => [textOf(record['day']), record]))
  return (day) => {
    const isWeekend = weekend.includes(WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '')
    const exception = special.get(day)
    if (exception === undefined) return { isFree: isWeekend, name: '', mark: null }
    const mark = exception['kind'] === 'work' ? 'work' : 'off'
    const english = textOf(exception['name_en'])
    return { isFree: mark === 'off', mark, name: locale === 'en-US' && english !== '' ? english : textOf(exception['name']) }
  }
}
