import { describe, expect, it } from 'vitest'
import { addressFault, isOutside, lookupOutside } from './outside-address.ts'
import { retryAfterSeconds } from './post.ts'
import { delayOf, payloadOf } from './push.ts'

describe('an address somebody gave us', () => {
  const fault = (text: string) => addressFault(text, { inside: false })
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/x',
    'https://web.push.apple.com/Q',
    'https://8.8.8.8/x',
  ])('of the internet is fine: %s', (url) => expect(fault(url)).toBeNull())
  it.each([
    ['http://fcm.googleapis.com/x', 'https'],
    ['ftp://example.com/x', 'https'],
    ['nonsense', 'url'],
    ['https://user:word@example.com/', 'url'],
    [`https://example.com/${'x'.repeat(2000)}`, 'url'],
    ['https://localhost/x', 'inside'],
    ['https://api.localhost./x', 'inside'],
    ['https://crm/x', 'inside'],
    ['https://db.internal/x', 'inside'],
    ['https://127.0.0.1/x', 'inside'],
    ['https://127.1/x', 'inside'],
    ['https://0x7f000001/x', 'inside'],
    ['https://2130706433/x', 'inside'],
    ['https://10.1.2.3/x', 'inside'],
    ['https://172.31.0.1/x', 'inside'],
    ['https://192.168.1.1/x', 'inside'],
    ['https://169.254.169.254/latest/meta-data', 'inside'],
    ['https://100.64.0.1/x', 'inside'],
    ['https://[::1]/x', 'inside'],
    ['https://[::ffff:127.0.0.1]/x', 'inside'],
    ['https://[fd00::1]/x', 'inside'],
    ['https://[fe80::1]/x', 'inside'],
    ['https://[64:ff9b::7f00:1]/x', 'inside'],
    ['https://example.com:8443/x', 'inside'],
  ])('is refused: %s (%s)', (url, what) => expect(fault(url)).toBe(what))

  it('may stand in our own network where that is allowed, but is an address still', () => {
    expect(['http://127.0.0.1:9/x', 'nonsense', 'file:///etc/passwd'].map((url) => addressFault(url, { inside: true }))).toEqual([
      null,
      'url',
      'url',
    ])
  })

  it('is asked by what its name leads to: one that leads inside is not connected to', async () => {
    const found = (options: object) =>
      new Promise((done) => {
        lookupOutside('localhost', options, (error, address) => done(error?.name ?? address))
      })
    expect(await found({ all: true })).toBe('InsideAddress')
    expect(await found({ family: 4 })).toBe('InsideAddress')
  })

  it.each([
    ['8.8.8.8', true],
    ['2400:3200::1', true],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['2001:db8::1', false],
    ['2002:7f00:1::', false],
    ['::', false],
    ['name', false],
  ])('%s is of the internet: %s', (address, is) => expect(isOutside(address)).toBe(is))
})

describe('when to try again', () => {
  it('grows, follows the service up to six hours, and ends', () => {
    expect([1, 2, 3, 4, 5, 6].map((attempts) => delayOf(attempts, null))).toEqual([15, 60, 300, 1800, 7200, null])
    expect([delayOf(1, 120), delayOf(3, 5), delayOf(1, 999_999)]).toEqual([120, 300, 21_600])
  })
  it('is read from seconds and from dates', () => {
    const now = Date.parse('2026-11-30T08:00:00Z')
    expect(
      ['120', 'Mon, 30 Nov 2026 08:01:30 GMT', 'Mon, 30 Nov 2026 07:00:00 GMT', 'soon', undefined].map((text) =>
        retryAfterSeconds(text, now),
      ),
    ).toEqual([120, 90, 0, null, null])
  })
})

describe('what is encrypted', () => {
  it('fits what push services take, whatever the body', () => {
    const text = { title: '标'.repeat(300), body: '正文'.repeat(4000), url: `/tasks/${'0'.repeat(36)}`, tag: 'x', lang: 'zh-CN' }
    const payload = payloadOf(text)
    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(3000)
    const said: unknown = JSON.parse(payload)
    expect(said).toMatchObject({ url: text.url, title: '标'.repeat(120) })
    expect(payloadOf({ ...text, title: 'a', body: 'b' })).toBe(JSON.stringify({ ...text, title: 'a', body: 'b' }))
  })
})
