import { SMTPServer } from 'smtp-server'

export type Caught = { readonly to: readonly string[]; readonly text: string }

/** A real SMTP server on a port of its own that keeps what it gets; it can be told to refuse. */
export async function startMailServer(): Promise<{
  readonly url: string
  readonly caught: Caught[]
  refuse(code: number | null): void
  /** The next mail that contains this, within ten seconds. */
  next(part: string): Promise<Caught>
  stop(): Promise<void>
}> {
  const caught: Caught[] = []
  let refusal: number | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (refusal !== null) return done(Object.assign(new Error('mailbox unavailable'), { responseCode: refusal }))
        caught.push({ to: session.envelope.rcptTo.map((each) => each.address), text: decode(Buffer.concat(parts).toString('utf8')) })
        done()
      })
    },
  })
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    caught,
    refuse: (code) => {
      refusal = code
    },
    next: async (part) => {
      for (let turn = 0; turn < 100; turn += 1) {
        const found = caught.find((mail) => mail.text.includes(part))
        if (found !== undefined) return found
        await new Promise((wake) => setTimeout(wake, 100))
      }
      throw new Error(`no mail with ${part}; there are ${caught.length}`)
    },
    stop: () =>
      new Promise((done) => {
        server.close(done)
      }),
  }
}

/** Header and text of a mail, with its transfer encoding undone; text and HTML of the same come one after the other. */
function decode(raw: string): string {
  const cut = raw.indexOf('\r\n\r\n')
  const [head, body] = [raw.slice(0, cut), raw.slice(cut + 4)]
  const boundary = /multipart\/alternative;\s*boundary="([^"]+)"/i.exec(head)?.[1]
  if (boundary !== undefined)
    return [
      head,
      ...body
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => decode(part.trimStart())),
    ].join('\n\n')
  if (/content-transfer-encoding: base64/i.test(head)) return `${head}\n\n${Buffer.from(body, 'base64').toString('utf8')}`
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return `${head}\n\n${/quoted-printable/i.test(head) ? Buffer.from(bytes, 'latin1').toString('utf8') : body}`
}
