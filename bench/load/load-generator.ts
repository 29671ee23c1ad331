import { createChance } from '../company/chance.ts'
import { creditCodeOf, nameMaker } from '../company/customers.ts'
import { type Connection, openConnection, type Reply } from './connection.ts'
import type { Outcome, Request, Slice, Versioned, Work } from './protocol.ts'

/** A process of its own that keeps so many connections busy for a while. Started by the runner. */

type Step = { readonly request: Request; readonly headers: string; readonly done: (reply: Reply) => void }
type Source = { readonly step: (connection: number) => Step; readonly next: () => number; readonly records: () => readonly Versioned[] }

function cycle(requests: readonly Request[]): Source {
  let at = 0
  const step = (): Step => {
    const request = requests[at % requests.length]
    at += 1
    if (request === undefined) throw new Error('nothing to ask')
    return { request, headers: '', done: () => undefined }
  }
  return { step, next: () => 0, records: () => [] }
}

function create(work: Extract<Work, { readonly kind: 'create' }>): Source {
  const chance = createChance(work.next)
  const name = nameMaker(chance)
  let number = work.next
  const step = (): Step => {
    number += 1
    const body = {
      name: name().name,
      credit_code: creditCodeOf(number, '310000'),
      customer_type: 'end_user',
      industry: chance.pick(work.industries),
      region: chance.pick(work.regions),
      phone: `+8621${chance.int(50_000_000, 69_999_999)}`,
      address: `科技路${chance.int(1, 999)}号`,
      source: 'exhibition',
    }
    return { request: { method: 'POST', path: work.path, body: JSON.stringify(body) }, headers: '', done: () => undefined }
  }
  return { step, next: () => number, records: () => [] }
}

function update(work: Extract<Work, { readonly kind: 'update' }>, connections: number): Source {
  const chance = createChance(work.records.length)
  const versions = work.records.map((record) => record.version)
  const turns = Array.from({ length: connections }, () => 0)
  const step = (connection: number): Step => {
    const turn = turns[connection] ?? 0
    turns[connection] = turn + 1
    const mine = Math.floor((work.records.length - 1 - connection) / connections) + 1
    const place = connection + (turn % mine) * connections
    const body = JSON.stringify({ phone: `+8621${chance.int(50_000_000, 69_999_999)}` })
    return {
      request: { method: 'PATCH', path: `${work.path}/${work.records[place]?.id}`, body },
      headers: `if-match: "${versions[place]}"\r\n`,
      done: ({ etag }) => {
        versions[place] = Number((etag ?? '0').replaceAll('"', ''))
      },
    }
  }
  return { step, next: () => 0, records: () => work.records.map(({ id }, place) => ({ id, version: versions[place] ?? 1 })) }
}

function sourceOf(slice: Slice): Source {
  if (slice.work.kind === 'cycle') return cycle(slice.work.requests)
  return slice.work.kind === 'create' ? create(slice.work) : update(slice.work, slice.connections)
}

const middle = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

async function run(slice: Slice): Promise<Outcome> {
  const source = sourceOf(slice)
  const headers = Object.entries(slice.headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  const connections = await Promise.all(Array.from({ length: slice.connections }, () => openConnection(slice.port)))
  const latencies: number[] = []
  const tally: { failures: number; bytes: number; firstFailure: string | null } = { failures: 0, bytes: 0, firstFailure: null }
  const from = performance.now()
  const until = from + slice.milliseconds
  const work = async (connection: Connection, index: number): Promise<void> => {
    while (performance.now() < until) {
      const step = source.step(index)
      const asked = performance.now()
      const reply = await connection.ask(step.request, headers + step.headers)
      latencies.push(performance.now() - asked)
      tally.bytes += reply.bytes
      if (reply.status >= 400) {
        tally.failures += 1
        tally.firstFailure ??= `${reply.status} ${reply.body.toString('utf8').slice(0, 300)}`
      } else step.done(reply)
    }
  }
  await Promise.all(connections.map(work))
  const seconds = (performance.now() - from) / 1000
  for (const connection of connections) connection.close()
  latencies.sort((a, b) => a - b)
  return {
    requests: latencies.length,
    seconds,
    p50: middle(latencies, 0.5),
    p95: middle(latencies, 0.95),
    next: source.next(),
    records: source.records(),
    ...tally,
  }
}

process.on('message', (slice: Slice) => {
  run(slice).then(
    (outcome) => process.send?.({ outcome }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
