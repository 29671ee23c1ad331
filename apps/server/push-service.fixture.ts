import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'

/** A browser's side of a subscription: its keys, and reading what comes (RFC 8291). */
export type Browser = {
  readonly subscription: { readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string } }
  read(body: Buffer): string
}

export type Delivered = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

/** A message as a browser reads it. */
export type Shown = { readonly title: string; readonly body: string; readonly url: string; readonly tag: string; readonly lang: string }

/** `aes128gcm` of RFC 8188 with the keys of RFC 8291, written after the RFCs and not after the library under test. */
export function decrypt(body: Buffer, ecdh: ECDH, auth: Buffer): string {
  const [salt, recordSize, idLength] = [body.subarray(0, 16), body.readUInt32BE(16), body.readUInt8(20)]
  const sender = body.subarray(21, 21 + idLength)
  const sealed = body.subarray(21 + idLength)
  if (sealed.length > recordSize) throw new Error('more than one record')
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender])
  const material = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16))
  const nonce = Buffer.from(hkdfSync('sha256', material, salt, Buffer.from('Content-Encoding: nonce\0'), 12))
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  const end = plain.lastIndexOf(2)
  return plain.subarray(0, end).toString('utf8')
}

/** Checks `Authorization: vapid t=…, k=…` (RFC 8292); answers the claims and the public key it was signed with. */
export function vapidOf(header: string): {
  readonly claims: { readonly aud?: string; readonly sub?: string; readonly exp?: number }
  readonly key: string
} {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(header) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!isSigned) throw new Error('the token is not signed by its key')
  const said: { alg?: string } = JSON.parse(Buffer.from(head, 'base64url').toString())
  if (said.alg !== 'ES256') throw new Error('the token is not ES256')
  return { claims: JSON.parse(Buffer.from(claims, 'base64url').toString()), key }
}

/** A push service on a port of its own (RFC 8030), and the browsers behind it; it can be told what to answer. */
export async function startPushService(): Promise<{
  readonly origin: string
  readonly delivered: Delivered[]
  /** Answers this to the next messages, then 201 again. */
  answer(...statuses: readonly { readonly status: number; readonly headers?: { readonly [name: string]: string } }[]): void
  browser(name: string): Browser
  /** Takes the next message but says nothing, as a service does whose answer is lost; `held` is that message. */
  holdNext(): void
  held(): Delivered | undefined
  /** What a device that was off finds when it comes back: of several with one topic the last (RFC 8030, section 5.4). */
  waiting(browser: Browser): readonly Shown[]
  /** What this browser shows, in the order it came. */
  shown(browser: Browser): readonly Shown[]
  stop(): Promise<void>
}> {
  const delivered: Delivered[] = []
  const answers: { readonly status: number; readonly headers?: { readonly [name: string]: string } }[] = []
  let holds = false
  let held: Delivered | undefined
  const server = createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { status, headers = {} } = answers.shift() ?? { status: 201 }
      const message = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) }
      if (status < 300) delivered.push(message)
      if (holds) {
        holds = false
        held = message
        return
      }
      reply
        .writeHead(status, { ...headers, ...(status < 300 ? { location: `${request.url}/message/1` } : {}) })
        .end(status < 300 ? '' : 'as told')
    })
  })
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  return {
    origin,
    delivered,
    answer: (...statuses) => {
      answers.push(...statuses)
    },
    browser: (name) => browserAt(`${origin}/push/${name}`),
    holdNext: () => {
      holds = true
    },
    held: () => held,
    ...seenIn(delivered, origin),
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

function seenIn(delivered: readonly Delivered[], origin: string) {
  const to = (browser: Browser) => delivered.filter(({ path }) => `${origin}${path}` === browser.subscription.endpoint)
  const read = (browser: Browser, list: readonly Delivered[]): readonly Shown[] => list.map(({ body }) => JSON.parse(browser.read(body)))
  return {
    waiting: (browser: Browser) => read(browser, [...new Map(to(browser).map((each) => [String(each.headers['topic']), each])).values()]),
    shown: (browser: Browser) => read(browser, to(browser)),
  }
}

function browserAt(endpoint: string): Browser {
  const ecdh = createECDH('prime256v1')
  ecdh.generateKeys()
  const auth = randomBytes(16)
  return {
    subscription: { endpoint, keys: { p256dh: ecdh.getPublicKey('base64url'), auth: auth.toString('base64url') } },
    read: (body) => decrypt(body, ecdh, auth),
  }
}
