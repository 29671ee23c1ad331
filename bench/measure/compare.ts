import type { Outcome, Slice, Work } from '../load/protocol.ts'
import type { Generator } from './children.ts'
import { cpuOf, cpuOfFamily } from './processes.ts'

export type Side = {
  readonly port: number
  readonly pid: number
  readonly headers: { readonly [name: string]: string }
  readonly work: Work
}

export type Comparison = {
  readonly key: string
  readonly label: string
  readonly target: number | null
  readonly perigon: Side
  readonly raw: Side
}

export type SideResult = {
  /** Median over the slices. */
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  /** Microseconds of CPU per request in the server process, and in the database. */
  readonly serverMicroseconds: number
  readonly databaseMicroseconds: number
  readonly bytes: number
}

export type Compared = {
  readonly key: string
  readonly label: string
  readonly target: number | null
  readonly ratio: number
  /** p95 of Perigon against that of the other side, the median of the pairs. */
  readonly slowness: number
  readonly perigon: SideResult
  readonly raw: SideResult
}

export type CompareOptions = {
  readonly generator: Generator
  readonly postmaster: number
  readonly rounds: number
  readonly milliseconds: number
  readonly connections: number
}

type Measured = { readonly outcome: Outcome; readonly server: number; readonly database: number }

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}

/** What the next slice starts from: new customers get new numbers, records have new versions. */
function goOn(work: Work, outcome: Outcome): Work {
  if (work.kind === 'create') return { ...work, next: outcome.next }
  return work.kind === 'update' ? { ...work, records: outcome.records } : work
}

async function slice(side: Side, options: CompareOptions, milliseconds: number): Promise<Measured> {
  const asked: Slice = { port: side.port, milliseconds, connections: options.connections, headers: side.headers, work: side.work }
  const before = { server: cpuOf(side.pid), database: cpuOfFamily(options.postmaster) }
  const outcome = await options.generator.run(asked)
  if (outcome.failures > 0) throw new Error(`${outcome.failures} of ${outcome.requests} requests failed: ${outcome.firstFailure}`)
  return { outcome, server: cpuOf(side.pid) - before.server, database: cpuOfFamily(options.postmaster) - before.database }
}

function summary(measured: readonly Measured[]): SideResult {
  const of = (value: (each: Measured) => number): number => median(measured.map(value))
  return {
    perSecond: of(({ outcome }) => outcome.requests / outcome.seconds),
    p50: of(({ outcome }) => outcome.p50),
    p95: of(({ outcome }) => outcome.p95),
    serverMicroseconds: of(({ outcome, server }) => (server * 1e6) / outcome.requests),
    databaseMicroseconds: of(({ outcome, database }) => (database * 1e6) / outcome.requests),
    bytes: of(({ outcome }) => outcome.bytes / outcome.requests),
  }
}

/** Both sides in turn, in short slices, so that what else the machine does meets both alike. */
export async function compare(comparison: Comparison, options: CompareOptions): Promise<Compared> {
  let { perigon, raw } = comparison
  const results = { perigon: new Array<Measured>(), raw: new Array<Measured>() }
  for (let round = -1; round < options.rounds; round += 1) {
    // The first round only warms both up.
    const milliseconds = round < 0 ? Math.min(1500, options.milliseconds) : options.milliseconds
    const ours = await slice(perigon, options, milliseconds)
    const theirs = await slice(raw, options, milliseconds)
    perigon = { ...perigon, work: goOn(perigon.work, ours.outcome) }
    raw = { ...raw, work: goOn(raw.work, theirs.outcome) }
    if (round < 0) continue
    results.perigon.push(ours)
    results.raw.push(theirs)
  }
  const pairs = results.perigon.flatMap((ours, round) => {
    const theirs = results.raw[round]
    return theirs === undefined ? [] : [{ ours: ours.outcome, theirs: theirs.outcome }]
  })
  return {
    key: comparison.key,
    label: comparison.label,
    target: comparison.target,
    ratio: median(pairs.map(({ ours, theirs }) => ours.requests / ours.seconds / (theirs.requests / theirs.seconds))),
    slowness: median(pairs.map(({ ours, theirs }) => ours.p95 / theirs.p95)),
    perigon: summary(results.perigon),
    raw: summary(results.raw),
  }
}
