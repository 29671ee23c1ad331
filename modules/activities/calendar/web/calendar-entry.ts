import type { WireRecord } from '@perigon/contracts'
import type { PlannerAt, PlannerEntry } from '@perigon/record-ui'
import { linkOf, momentAt, numberOf, textOf, today, zoned } from '@perigon/ui'
import { nextBirthday } from '../../birthday/web/birthday.ts'
import { CALENDAR_FIELDS, type CalendarKind } from './calendar-queries.ts'

/** What an entry says of a record, before anybody knows whether it may be moved. */
export type EntryFacts = Pick<PlannerEntry, 'key' | 'title' | 'about' | 'at' | 'minutes' | 'tone' | 'isDone' | 'isPlanned'> & {
  readonly word: 'task' | 'visit' | 'meeting' | 'step' | 'birthday'
  readonly isLate: boolean
}

const USUAL_MINUTES = 30
/** Midnight and the minute before it are how people and files say “that day”. */
const WHOLE_DAY = ['00:00', '23:59']

/** A record of the calendar as it stands there; null when it has no day. */
export function entryFacts(
  kind: CalendarKind,
  record: WireRecord,
  place: { readonly timeZone: string; readonly now: Date; readonly withPerson?: boolean; readonly from: string },
): EntryFacts | null {
  const at = placeOf(kind, record, place)
  if (at === null) return null
  const person = place.withPerson === true ? linkOf(record[CALENDAR_FIELDS[kind].person]) : null
  const subject = linkOf(record['customer']) ?? linkOf(record['contact']) ?? linkOf(record['opportunity'])
  const about = (what: string | undefined) => [person?.title, what].filter((part) => part !== undefined).join(' · ') || null
  const common = { key: `${kind}:${record.id}`, at, about: about(subject?.title), minutes: USUAL_MINUTES, isDone: false, isPlanned: false }
  if (kind === 'contact') return { ...common, word: 'birthday', title: textOf(record['name']), isLate: false, tone: 'plain' }
  const title = textOf(record['subject'])
  if (kind === 'task') {
    const isDone = record['state'] === 'done'
    // What is about a whole day is late when the day is over.
    const isPast = at.time === null ? at.day < today(place.now, place.timeZone) : Date.parse(textOf(record['due_at'])) < place.now.getTime()
    const isLate = !isDone && isPast
    return { ...common, word: 'task', title, isDone, isLate, tone: isDone ? 'quiet' : isLate ? 'danger' : 'plain' }
  }
  if (kind === 'interaction') {
    const word = record['type'] === 'meeting' ? 'meeting' : 'visit'
    const seconds = numberOf(record['duration_s']) ?? 0
    const minutes = seconds > 0 ? Math.round(seconds / 60) : USUAL_MINUTES
    return {
      ...common,
      word,
      title,
      minutes,
      isLate: false,
      isPlanned: record['status'] === 'planned',
      tone: word === 'meeting' ? 'accent' : 'ok',
    }
  }
  const step = textOf(record['next_step'])
  const isLate = at.day < today(place.now, place.timeZone)
  return {
    ...common,
    word: 'step',
    title: step === '' ? textOf(record['name']) : step,
    about: about(textOf(record['name'])),
    isLate,
    tone: isLate ? 'danger' : 'warn',
  }
}

function placeOf(
  kind: CalendarKind,
  record: WireRecord,
  { timeZone, from }: { readonly timeZone: string; readonly from: string },
): PlannerAt | null {
  const text = textOf(record[CALENDAR_FIELDS[kind].at])
  if (text === '') return null
  // Of all the birthdays somebody has, the one on the days that are shown.
  if (kind === 'contact') return { day: nextBirthday(text, from), time: null }
  if (text.length === 10) return { day: text, time: null }
  const at = zoned(text, timeZone)
  return at !== null && kind === 'task' && WHOLE_DAY.includes(at.time) ? { ...at, time: null } : at
}

/** What the field of a record becomes when it is moved to a place; a moment keeps its clock time where the place names none. */
export function movedValue(kind: CalendarKind, record: WireRecord, to: PlannerAt & { readonly timeZone: string }): string {
  const before = textOf(record[CALENDAR_FIELDS[kind].at])
  if (kind === 'opportunity') return to.day
  return momentAt(to.day, to.time ?? zoned(before, to.timeZone)?.time ?? '09:00', to.timeZone)
}
