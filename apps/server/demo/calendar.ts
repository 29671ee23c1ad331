const DAY = 86_400_000
/** China has had one time zone without summer time since 1992. */
const CHINA = 8 * 3_600_000

/** Days counted from the first of January 1970 in China. */
export type Day = number

/** The day an instant falls on in China. */
export function dayOf(instant: Date): Day {
  return Math.floor((instant.getTime() + CHINA) / DAY)
}

/** `YYYY-MM-DD`. */
export function isoDate(day: Day): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/** The instant at which clocks in China show this time of the day. */
export function instantOn(day: Day, minutes: number): string {
  return new Date(day * DAY - CHINA + minutes * 60_000).toISOString()
}

/** The day itself, or the Monday after it when it is a weekend. */
export function workday(day: Day): Day {
  const weekday = (day + 4) % 7
  if (weekday === 6) return day + 2
  return weekday === 0 ? day + 1 : day
}
