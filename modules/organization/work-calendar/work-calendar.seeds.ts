import type { Seed } from '@perigon/kernel'
import { HOLIDAYS } from './holidays.ts'
import { addCalendarDays } from './working-days.ts'

function daySeed(date: string, kind: 'off' | 'work', [zh, en]: readonly [string, string]): Seed {
  const id = `01900000-0000-7000-8000-0005${date.replaceAll('-', '')}`
  const names = kind === 'off' ? { name: zh, name_en: en } : { name: `${zh}调休上班`, name_en: `Worked for ${en}` }
  return { object: 'calendar_day', id, values: { day: date, kind, ...names } }
}

function daysFrom(from: string, to: string): readonly string[] {
  const days = [from]
  for (let day = from; day < to; ) {
    day = addCalendarDays(day, 1)
    days.push(day)
  }
  return days
}

const daySeeds = Object.entries(HOLIDAYS).flatMap(([year, holidays]) =>
  holidays.flatMap(([zh, en, from, to, worked = []]) => [
    ...daysFrom(`${year}-${from}`, `${year}-${to}`).map((day) => daySeed(day, 'off', [zh, en])),
    ...worked.map((day) => daySeed(`${year}-${day}`, 'work', [zh, en])),
  ]),
)

/** Saturday and Sunday are free; the public holidays of the years that are known. */
export const workCalendarSeeds: readonly Seed[] = [
  {
    object: 'work_calendar',
    id: '01900000-0000-7000-8000-000000060001',
    values: { name: '公司工作周', weekend: ['saturday', 'sunday'] },
  },
  ...daySeeds,
]
