import { describe, expect, it } from 'vitest'
import { type CalendarItem, feedText, invitationText } from './calendar-text.ts'

const item: CalendarItem = {
  uid: 'interaction-1@perigon',
  sequence: 2,
  start: new Date('2026-12-01T01:30:00Z'),
  end: new Date('2026-12-01T02:30:00Z'),
  title: '拜访：太湖精工; 现场勘测, 第一次',
  about: '太湖精工\n陆工',
  url: 'https://crm.example.com/interactions/1',
  state: 'confirmed',
  changed: new Date('2026-11-30T00:00:00Z'),
}
const now = new Date('2026-11-30T08:00:00Z')
const parties = { organizer: { name: '林', email: 'lin@example.com' }, attendee: { name: '陆工', email: 'lu@example.com' }, now }
const unfolded = (text: string): string => text.replace(/\r\n[ \t]/g, '')

describe('iCalendar text', () => {
  it('folds lines at 75 octets without cutting a character, and ends them with CRLF (RFC 5545 3.1)', () => {
    const text = feedText('周全', [{ ...item, title: '汉'.repeat(60) }], now)
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(line).not.toContain('\uFFFD')
    }
    expect(text).not.toMatch(/[^\r]\n/)
    expect(unfolded(text)).toContain(`SUMMARY:${'汉'.repeat(60)}`)
  })

  it('escapes what means something (RFC 5545 3.3.11) and says times in UTC', () => {
    const text = unfolded(feedText('周全', [item], now))
    expect(text).toContain('SUMMARY:拜访：太湖精工\\; 现场勘测\\, 第一次')
    expect(text).toContain('DESCRIPTION:太湖精工\\n陆工')
    expect(text).toMatch(/DTSTART:20261201T013000Z[^]*DTEND:20261201T023000Z/)
  })

  it('is the same as long as the items are', () => {
    expect(feedText('周全', [item], now)).toBe(feedText('周全', [item], new Date('2026-12-24T00:00:00Z')))
  })

  it('lets a title bring no lines of its own', () => {
    const text = unfolded(feedText('周全', [{ ...item, title: '好\r\nBEGIN:VALARM\r\nACTION:AUDIO' }], now))
    expect(text.split('\r\n')).not.toContain('BEGIN:VALARM')
  })

  it('invites with REQUEST and withdraws with CANCEL, by the same UID (RFC 5546)', () => {
    const invitation = unfolded(invitationText(item, parties))
    expect(invitation).toMatch(/METHOD:REQUEST[^]*UID:interaction-1@perigon[^]*SEQUENCE:2/)
    const end = unfolded(invitationText({ ...item, sequence: 3, state: 'cancelled' }, parties))
    expect(end).toMatch(/METHOD:CANCEL[^]*UID:interaction-1@perigon[^]*SEQUENCE:3/)
    expect(end).toContain('STATUS:CANCELLED')
  })
})
