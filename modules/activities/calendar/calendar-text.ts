import ical, { ICalAttendeeRole, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'

/** Something with a time, as calendars of other programs show it. */
export type CalendarItem = {
  /** Stays the same for the same thing, in feed and invitation alike. */
  readonly uid: string
  /** Grows with each change that others are told. */
  readonly sequence: number
  readonly start: Date
  readonly end: Date
  readonly title: string
  readonly about: string | null
  readonly url: string | null
  readonly state: 'confirmed' | 'cancelled'
  readonly changed: Date | null
}

type Party = { readonly name: string; readonly email: string }

const STATES = { confirmed: ICalEventStatus.CONFIRMED, cancelled: ICalEventStatus.CANCELLED } as const

/** What an item says beside its times; blanks are left out. */
function detailOf({ uid, sequence, start, end, title, about, url, state, changed }: CalendarItem) {
  return {
    id: uid,
    sequence,
    start,
    end,
    summary: title,
    status: STATES[state],
    ...(about === null ? {} : { description: about }),
    ...(url === null ? {} : { url }),
    ...(changed === null ? {} : { lastModified: changed }),
  }
}

/** A feed to subscribe to (RFC 5545); `now` is its time stamp, so that the same items give the same text but for it. */
export function feedText(name: string, items: readonly CalendarItem[], now: Date): string {
  const feed = ical({ name, prodId: { company: 'Perigon', product: 'Perigon CRM' }, ttl: 15 * 60 })
  for (const item of items) feed.createEvent({ ...detailOf(item), stamp: item.changed ?? now })
  return feed.toString()
}

/** An invitation, or its withdrawal, to one attendee (RFC 5546). */
export function invitationText(
  item: CalendarItem,
  { organizer, attendee, now }: { readonly organizer: Party; readonly attendee: Party; readonly now: Date },
): string {
  const isOff = item.state === 'cancelled'
  const invitation = ical({
    prodId: { company: 'Perigon', product: 'Perigon CRM' },
    method: isOff ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  })
  const event = invitation.createEvent({ ...detailOf(item), stamp: now, organizer: { name: organizer.name, email: organizer.email } })
  event.createAttendee({ name: attendee.name, email: attendee.email, rsvp: !isOff, role: ICalAttendeeRole.REQ })
  return invitation.toString()
}
