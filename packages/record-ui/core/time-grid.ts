/** Minutes of a day. */
export const DAY_MINUTES = 1440
/** Moves by mouse land on quarters of an hour. */
const SNAP = 15
/** Shorter things are drawn this long, or nobody could read them. */
const SHORTEST = 30

type Timed = { readonly at: { readonly time: string | null }; readonly minutes: number }

/** Where a timed thing stands in its day: from when to when, in which of how many lanes beside each other. */
export type Placed<E> = { readonly entry: E; readonly start: number; readonly end: number; readonly lane: number; readonly lanes: number }

/** Minutes since midnight of a clock time. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** The clock time so many minutes after midnight, within the day. */
export function timeOf(minutes: number): string {
  const within = Math.min(Math.max(Math.round(minutes), 0), DAY_MINUTES - 1)
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`
}

/** The quarter of an hour nearest to a minute of the day. */
export function snapped(minutes: number): number {
  return Math.min(Math.max(Math.round(minutes / SNAP) * SNAP, 0), DAY_MINUTES - SNAP)
}

/** How long something lasts whose lower edge was moved by so many minutes: whole quarters of an hour, one at least, within its day. */
export function resized(time: string, minutes: number, by: number): number {
  const most = DAY_MINUTES - minutesOf(time)
  return Math.min(Math.max(Math.round((minutes + by) / SNAP) * SNAP, SNAP), most)
}

/** Timed things for which there was no lane, gathered in the last one. */
export type Gathered<E> = Placed<readonly E[]>

/**
 * Timed things of one day side by side: those that overlap share the width, in as few lanes as will do; what overlaps with none of
 * them has the whole width again. Beyond `most` lanes the rest is gathered in the last. Without a time there is no place.
 */
export function placed<E extends Timed>(
  entries: readonly E[],
  most: number,
): { readonly shown: readonly Placed<E>[]; readonly rest: readonly Gathered<E>[] } {
  const timed = entries
    .flatMap((entry) => (entry.at.time === null ? [] : [{ entry, ...span(entry.at.time, entry.minutes) }]))
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
  const shown: Placed<E>[] = []
  const rest: Gathered<E>[] = []
  let group: Omit<Placed<E>, 'lanes'>[] = []
  let ends: number[] = []
  const close = () => {
    const lanes = Math.min(ends.length, most)
    const last = ends.length > most ? most - 1 : most
    const over = group.filter((each) => each.lane >= last)
    shown.push(...group.filter((each) => each.lane < last).map((each) => ({ ...each, lanes })))
    if (over.length > 0) {
      const [start, end] = [Math.min(...over.map((each) => each.start)), Math.max(...over.map((each) => each.end))]
      rest.push({ entry: over.map((each) => each.entry), start, end, lane: last, lanes })
    }
    group = []
    ends = []
  }
  for (const each of timed) {
    if (ends.every((end) => end <= each.start)) close()
    const free = ends.findIndex((end) => end <= each.start)
    const lane = free === -1 ? ends.length : free
    ends[lane] = each.end
    group.push({ ...each, lane })
  }
  close()
  return { shown, rest }
}

function span(time: string, minutes: number): { readonly start: number; readonly end: number } {
  // What begins in the last half hour still shows whole, a little early.
  const start = Math.min(minutesOf(time), DAY_MINUTES - SHORTEST)
  return { start, end: Math.min(start + Math.max(minutes, SHORTEST), DAY_MINUTES) }
}
