/** What the runner asks of the load generator, and what it gets back. Both travel between processes as JSON. */

export type Request = { readonly method: 'GET' | 'POST' | 'PATCH'; readonly path: string; readonly body?: string }

export type Work =
  /** The same requests over and over. */
  | { readonly kind: 'cycle'; readonly requests: readonly Request[] }
  /** A new customer each time; `next` counts on from slice to slice. */
  | {
      readonly kind: 'create'
      readonly path: string
      readonly next: number
      readonly industries: readonly string[]
      readonly regions: readonly string[]
    }
  /** Another telephone number for one of these records, each of which belongs to one connection. */
  | { readonly kind: 'update'; readonly path: string; readonly records: readonly Versioned[] }

export type Versioned = { readonly id: string; readonly version: number }

export type Slice = {
  readonly port: number
  readonly milliseconds: number
  readonly connections: number
  readonly headers: { readonly [name: string]: string }
  readonly work: Work
}

export type Outcome = {
  readonly requests: number
  readonly failures: number
  readonly firstFailure: string | null
  readonly seconds: number
  /** Latencies in milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly bytes: number
  /** Where to go on: the number of the next customer, or the versions as they are now. */
  readonly next: number
  readonly records: readonly Versioned[]
}
