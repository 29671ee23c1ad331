import { AppError } from '@perigon/contracts'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export type Row = { readonly [column: string]: unknown }

/** A statement. With `name` it is prepared once per connection. */
export type Statement = { readonly text: string; readonly values?: readonly unknown[]; readonly name?: string }

/** Anything that runs statements: the database (each on its own) or a transaction. */
export type Executor = {
  query<R extends Row = Row>(statement: Statement | string): Promise<R[]>
}

/** A running transaction. The pool is out of reach inside. */
export type Tx = Executor & { readonly transaction: true }

/** For whom a connection acts, as row security reads it from the session: `perigon.reach` and `perigon.owners`. */
export type SessionReach = {
  /** Under which key the database finds how far the person's rights reach. */
  readonly key: string
  /** The owners whose records are in reach of every object there is, as PostgreSQL writes a list; empty where they differ. */
  readonly owners: string
}

/** The same database seen through row security: each connection acts as a role of little rights, for one reach at a time. */
export type ScopedDatabase = {
  /** Statements and transactions that see what this reach sees. */
  within(reach: SessionReach): Executor & { transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> }
  close(): Promise<void>
}

export type Database = Executor & {
  readonly url: string
  /** Runs `work` in one transaction; rolls back when it throws. Serialisation and dead-lock failures are tried again twice. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Streams CSV/text rows into `COPY … FROM STDIN`. */
  copyIn(statement: string, source: Readable): Promise<void>
  /** Calls back for each notification on a channel, reconnecting as long as the database lives. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<void>
  close(): Promise<void>
}

pg.types.setTypeParser(pg.types.builtins.INT8, (value) => Number(value))

const CONNECTION_LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '08003',
  '53300',
])
const RETRYABLE = new Set(['40001', '40P01'])

/** The SQLSTATE or system code of an error, empty when it has none. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function translate(error: unknown): unknown {
  const code = errorCode(error)
  const message = error instanceof Error ? error.message : ''
  if (
    CONNECTION_LOST.has(code) ||
    message.includes('Connection terminated') ||
    message.includes('Client has encountered a connection error') ||
    message.includes('timeout exceeded when trying to connect')
  ) {
    return new AppError('database.unavailable', { cause: error })
  }
  if (code === '53100' || code === '58030') return new AppError('database.unavailable', { cause: error, data: { reason: 'disk_full' } })
  if (code === '57014') return new AppError('query.timeout', { cause: error })
  return error
}

/** So many different statements at most are prepared on a connection; PostgreSQL keeps the plan of each as long as it lasts. */
const MOST_PREPARED = 600
const preparedOn = new WeakMap<pg.PoolClient, Set<string>>()

function isFull(client: pg.PoolClient): boolean {
  return (preparedOn.get(client)?.size ?? 0) > MOST_PREPARED
}

function noteName(client: pg.PoolClient, name: string): void {
  const known = preparedOn.get(client) ?? new Set()
  preparedOn.set(client, known.add(name))
}

/**
 * What a statement answers. Through a callback: the promise of pg itself keeps every answer past the small collections of V8, so that
 * an export page by page filled 200 MB before a large one came (bench/RESULTS.md).
 */
function answerOf<R extends Row>(client: pg.PoolClient, config: pg.QueryConfig): Promise<pg.QueryResult<R>> {
  return new Promise((resolve, reject) => {
    client.query<R>(config, (error, result) => (error ? reject(error) : resolve(result)))
  })
}

async function run<R extends Row>(client: pg.PoolClient, statement: Statement | string): Promise<R[]> {
  if (typeof statement !== 'string' && statement.name !== undefined) noteName(client, statement.name)
  try {
    const config = typeof statement === 'string' ? { text: statement } : { ...statement, values: [...(statement.values ?? [])] }
    return (await answerOf<R>(client, config)).rows
  } catch (error) {
    // From here it leads to who asked, and not to the socket that heard the refusal.
    if (error instanceof Error) Error.captureStackTrace(error)
    throw translate(error)
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  return pool.connect().catch((error: unknown) => {
    throw translate(error)
  })
}

/** One statement on a connection of its own; one that is lost or has prepared enough goes and makes room for a new one. */
async function runOn<R extends Row>(client: pg.PoolClient, statement: Statement | string): Promise<R[]> {
  let isLost = false
  try {
    return await run<R>(client, statement)
  } catch (error) {
    isLost = error instanceof AppError && error.code === 'database.unavailable'
    throw error
  } finally {
    client.release(isLost || isFull(client))
  }
}

async function inTransaction<T>(client: pg.PoolClient, work: (tx: Tx) => Promise<T>): Promise<T> {
  let broken: Error | undefined
  try {
    await run(client, 'begin')
    const result = await work({ transaction: true, query: (statement) => run(client, statement) })
    await run(client, 'commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken ?? isFull(client))
  }
}

async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tries >= 2 || !RETRYABLE.has(errorCode(error))) throw error
    }
  }
}

type Listener = { readonly channel: string; readonly onMessage: (payload: string) => void; closed: boolean; client?: pg.Client }

async function keepListening(url: string, listener: Listener): Promise<void> {
  const { channel, onMessage } = listener
  const client = new pg.Client({ connectionString: url, application_name: `perigon listen ${channel}` })
  listener.client = client
  client.on('notification', (message) => onMessage(message.payload ?? ''))
  client.on('error', () => undefined)
  client.on('end', () => {
    if (listener.closed) return
    setTimeout(() => {
      if (!listener.closed) keepListening(url, listener).catch(() => undefined)
    }, 500)
  })
  await client.connect()
  await client.query(`listen "${channel}"`)
  onMessage('')
}

export type DatabaseOptions = { readonly url: string; readonly max?: number; readonly statementTimeoutMs?: number; readonly name?: string }

function createPool(options: DatabaseOptions, role?: string): pg.Pool {
  const timeout = options.statementTimeoutMs ?? 30_000
  const settings = `-c timezone=UTC -c statement_timeout=${timeout} -c idle_in_transaction_session_timeout=120000 -c jit=off -c extra_float_digits=1`
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 16,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    application_name: options.name ?? 'perigon',
    options: role === undefined ? settings : `${settings} -c role=${role}`,
  })
  pool.on('error', () => undefined)
  // The pool listens only while a client is idle. One that is leased and waits between two statements would otherwise end
  // the process when the database goes away; the next statement on it fails and tells.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
  })
  return pool
}

const SET_REACH = `select set_config('perigon.reach', $1, false), set_config('perigon.owners', $2, false)`

/**
 * Opens connections that act as `role` and carry one reach each; the reach is set when a connection changes hands and
 * kept while it serves the same one.
 */
export function createScopedDatabase(options: DatabaseOptions & { readonly role: string }): ScopedDatabase {
  const pool = createPool(options, options.role)
  const reaches = new WeakMap<pg.PoolClient, string>()
  const lease = async ({ key, owners }: SessionReach): Promise<pg.PoolClient> => {
    const client = await connect(pool)
    if (reaches.get(client) === key) return client
    try {
      await run(client, { name: 'set_reach', text: SET_REACH, values: [key, owners] })
      reaches.set(client, key)
      return client
    } catch (error) {
      client.release(true)
      throw error
    }
  }
  return {
    within: (reach) => ({
      query: async (statement) => runOn(await lease(reach), statement),
      transaction: (work) => retrying(async () => inTransaction(await lease(reach), work)),
    }),
    close: () => pool.end(),
  }
}

/**
 * Opens a pool. Every session runs in UTC with a statement timeout (30 s unless given).
 * A lost connection answers `database.unavailable`, a statement over time `query.timeout`.
 */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = createPool(options)
  const listeners: Listener[] = []
  return {
    url: options.url,
    query: async (statement) => runOn(await connect(pool), statement),
    transaction: (work) => retrying(async () => inTransaction(await connect(pool), work)),
    async copyIn(statement, source) {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await pipeline(source, client.query(copyFrom(statement)))
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error))
        throw translate(error)
      } finally {
        client.release(broken)
      }
    },
    async listen(channel, onMessage) {
      const listener: Listener = { channel, onMessage, closed: false }
      listeners.push(listener)
      await keepListening(options.url, listener)
    },
    async close() {
      for (const listener of listeners) {
        listener.closed = true
        await listener.client?.end().catch(() => undefined)
      }
      await pool.end()
    },
  }
}
