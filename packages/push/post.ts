import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import webPush from 'web-push'
import type { PushSubscription } from './devices.ts'
import { addressFault, InsideAddress, lookupOutside } from './outside-address.ts'
import type { PushKeys } from './push-keys.ts'

/** What the push service said: its status, and how long it asks to be left alone. */
export type Answer = { readonly status: number; readonly retryAfter: number | null; readonly text: string }

export type Posting = {
  readonly keys: PushKeys
  /** Whom a push service may write to about us: `https:` or `mailto:` (RFC 8292). */
  readonly subject: string
  readonly inside: boolean
}

const WAIT_MS = 10_000
const DAY_SECONDS = 86_400
const MOST_READ = 500

/** The seconds of a Retry-After header, which may also be a date. */
export function retryAfterSeconds(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header)
  const until = Date.parse(header)
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - now) / 1000))
}

type Sealed = ReturnType<typeof webPush.generateRequestDetails>

function read(answer: IncomingMessage, done: (text: string) => void): void {
  let text = ''
  answer.setEncoding('utf8')
  answer.on('data', (part: string) => {
    if (text.length < MOST_READ) text += part
    else answer.destroy()
  })
  answer.once('close', () => done(text.slice(0, MOST_READ)))
}

function send(
  sealed: Sealed,
  inside: boolean,
): Promise<{ readonly status: number; readonly after: string | undefined; readonly text: string }> {
  return new Promise((done, fail) => {
    const options = {
      method: sealed.method,
      headers: sealed.headers,
      signal: AbortSignal.timeout(WAIT_MS),
      ...(inside ? {} : { lookup: lookupOutside }),
    }
    const take = (answer: IncomingMessage): void =>
      read(answer, (text) => done({ status: answer.statusCode ?? 0, after: answer.headers['retry-after'], text }))
    const begin = sealed.endpoint.startsWith('http:') ? requestHttp : requestHttps
    // A redirect is an answer like any other: nothing follows it.
    const asked: ClientRequest = begin(sealed.endpoint, options, take)
    asked.once('error', fail)
    asked.end(sealed.body)
  })
}

/**
 * Hands one message to a push service (RFC 8030), encrypted for the browser alone (RFC 8291) and signed by this installation
 * (RFC 8292). Of several with the same topic that wait for a device the last replaces the others.
 */
export async function post(
  subscription: PushSubscription,
  message: { readonly payload: string; readonly topic: string; readonly now: number },
  { keys, subject, inside }: Posting,
): Promise<Answer> {
  const { endpoint, p256dh, auth } = subscription
  if (addressFault(endpoint, { inside }) !== null) throw new InsideAddress(URL.parse(endpoint)?.host ?? '')
  const sealed = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, message.payload, {
    vapidDetails: { subject, ...keys },
    contentEncoding: 'aes128gcm',
    TTL: DAY_SECONDS,
    urgency: 'normal',
    topic: message.topic,
  })
  const { status, after, text } = await send(sealed, inside)
  return { status, retryAfter: retryAfterSeconds(after, message.now), text }
}
