import { PassThrough } from 'node:stream'
import { AppError, type Json } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import type { Actor } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'
import type { AuthPort } from './auth-port.ts'
import { sessionToken } from './cookies.ts'
import { NO_INPUT } from './route-schemas.ts'
import { actorOf } from './server.ts'

/** Something people can be told of live: where it stands for a person, in a few figures; `mark` changes whenever it does. */
export type LiveTopic = {
  readonly name: string
  readonly state: (actor: Actor) => Promise<{ readonly mark: string; readonly figures: { readonly [name: string]: Json } }>
}

export type LiveOptions = {
  readonly db: Database
  readonly auth: Pick<AuthPort, 'sessionNow'>
  readonly topics: readonly LiveTopic[]
  readonly onError: (error: unknown) => void
  readonly heartbeatMs?: number
}

type Client = {
  readonly user: string
  readonly token: string
  readonly peer: string
  readonly stream: PassThrough
  readonly marks: Map<string, string>
  /** A look is on its way; what comes meanwhile is looked at after it. */
  state: 'rests' | 'looks' | 'looks_again'
}

/** Database channel: `<topic>:<user>` when something changed, `session:<user>` when a session ended. */
const CHANNEL = 'perigon_live'
const PER_PERSON = 8
const PER_PROCESS = 5000
const HEARTBEAT_MS = 20_000
const MOST_WAITING = 65_536
const GATHER_MS = 100

const idOf = (marks: ReadonlyMap<string, string>): string => [...marks].map(([topic, mark]) => `${topic}=${mark}`).join(';')

function marksOf(lastEventId: string | readonly string[] | undefined): Map<string, string> {
  const text = typeof lastEventId === 'string' && lastEventId.length < 1000 ? lastEventId : ''
  return new Map(
    text.split(';').flatMap((part): [string, string][] => {
      const cut = part.indexOf('=')
      return cut < 1 ? [] : [[part.slice(0, cut), part.slice(cut + 1)]]
    }),
  )
}

/** Writes to a client unless it stopped reading. */
function push(client: Client, text: string): void {
  if (client.stream.writableLength > MOST_WAITING) client.stream.destroy()
  else client.stream.write(text)
}

/** Asks again who the client is and what it may read, and tells what is not as it knows it. Somebody signed out is let go. */
async function look(client: Client, options: LiveOptions): Promise<void> {
  const caller = await options.auth.sessionNow(client.token, client.peer)
  if (caller === null || caller.must !== null) {
    client.stream.end()
    return
  }
  for (const topic of options.topics) {
    const { mark, figures } = await topic.state(caller.actor)
    if (client.marks.get(topic.name) === mark) continue
    client.marks.set(topic.name, mark)
    push(client, `id: ${idOf(client.marks)}\ndata: ${JSON.stringify({ topic: topic.name, ...figures })}\n\n`)
  }
}

async function keepLooking(client: Client, options: LiveOptions): Promise<void> {
  if (client.state !== 'rests') {
    client.state = 'looks_again'
    return
  }
  try {
    do {
      client.state = 'looks'
      await look(client, options)
    } while (client.state !== 'looks' && !client.stream.destroyed)
  } catch (error) {
    // The browser comes back and names the last thing it heard.
    options.onError(error)
    client.stream.end()
  } finally {
    client.state = 'rests'
  }
}

/**
 * `GET /api/v1/live`: server-sent events for a session's browser. An event says what changed and how many, never what: the page
 * asks for that, through the same doors as ever. One connection to the database per process listens for all clients.
 */
export async function registerLive(app: FastifyInstance, options: LiveOptions): Promise<void> {
  const clients = new Set<Client>()
  const poke = (some: Iterable<Client>): void => {
    for (const client of some) void keepLooking(client, options)
  }
  const waiting = new Set<string>()
  const gather = (user: string): void => {
    if (waiting.size === 0)
      setTimeout(() => {
        const users = new Set(waiting)
        waiting.clear()
        poke([...clients].filter((client) => users.has(client.user) || users.has('')))
      }, GATHER_MS)
    waiting.add(user)
  }
  // An empty message says that the line was (re)opened: anything may have been missed.
  await options.db.listen(CHANNEL, (payload) => gather(payload.slice(payload.indexOf(':') + 1)))
  const heartbeat = setInterval(() => {
    for (const client of clients) push(client, ': \n\n')
    poke(clients)
  }, options.heartbeatMs ?? HEARTBEAT_MS)
  heartbeat.unref()
  app.addHook('preClose', async () => {
    clearInterval(heartbeat)
    for (const client of clients) client.stream.end()
  })
  app.get('/api/v1/live', { config: { access: 'session' }, schema: NO_INPUT }, async (request, reply) => {
    const user = actorOf(request).id
    const token = sessionToken(request)
    if (user === null || token === undefined || request.caller?.via !== 'cookie') throw new AppError('auth.required')
    const mine = [...clients].filter((client) => client.user === user).length
    if (mine >= PER_PERSON || clients.size >= PER_PROCESS) throw new AppError('auth.throttled', { data: { seconds: 60 } })
    const stream = new PassThrough()
    const client: Client = { user, token, peer: request.ip, stream, marks: marksOf(request.headers['last-event-id']), state: 'rests' }
    clients.add(client)
    stream.on('close', () => clients.delete(client))
    stream.on('error', () => clients.delete(client))
    request.raw.on('close', () => stream.destroy())
    stream.write('retry: 3000\n\n')
    poke([client])
    return reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no').type('text/event-stream; charset=utf-8').send(stream)
  })
}
