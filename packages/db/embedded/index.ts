import { accessSync, chownSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { type AccountKind, chooseAccount, foreignOwner, ownerAbove } from './account.ts'
import { findBinaries, linkLibraries } from './binaries.ts'
import { databaseName, ensureCluster, type Places, placesIn } from './cluster.ts'
import { type Ownership, takeOwnership } from './ownership.ts'
import { ensureRunning, findRunning, type RunningServer, type ServerTools, stopServer, urlOf } from './server.ts'

export { EmbeddedDatabaseError, type EmbeddedFailureCode } from './failure.ts'

export interface EmbeddedOptions {
  /** The data folder of the installation; everything lies in `postgres/` below it. */
  readonly dataDir: string
  readonly log: (line: string) => void
  /** Tests only: no fsync, so a crash of the machine may lose everything. */
  readonly fast?: boolean
  /** What a second start reads about us, such as the address we serve on. */
  readonly holder?: string
  /** Tests only: which ways of not being root may be tried. */
  readonly accounts?: readonly AccountKind[]
}

export interface EmbeddedDatabase {
  readonly url: string
  /** Process id of the postmaster; changes when it had to be started again. */
  readonly pid: number
  /** True when the server was found running, left by a process that was killed. */
  readonly adopted: boolean
  /** True when the database was made by this start. */
  readonly created: boolean
  /** How the server avoids being root. */
  readonly account: AccountKind
  stop(): Promise<void>
}

/**
 * Brings up the PostgreSQL that came with npm, owned by this process until `stop()`.
 * A server left running by a killed process is adopted; one that dies later is started again on the same port.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const fast = options.fast ?? false
  const { tools, isNew } = await prepare(options, fast)
  const life = { server: await ensureRunning(tools), stopping: false }
  const own = () =>
    takeOwnership(urlOf(tools.places, life.server.port, 'postgres'), {
      holder: options.holder ?? '',
      onLost: () => void revive(),
    })
  let ownership: Ownership | undefined = await own()
  await ensureDatabase(tools.places, life.server)

  async function revive(): Promise<void> {
    ownership = undefined
    for (let tries = 0; !life.stopping; tries += 1) {
      try {
        life.server = await ensureRunning({ ...tools, fixedPort: life.server.port })
        ownership = await own()
        options.log(`PostgreSQL runs again (process ${life.server.pid})`)
        return
      } catch (error) {
        options.log(`PostgreSQL is down: ${error instanceof Error ? error.message : String(error)}`)
        await pause(Math.min(10_000, 500 * (tries + 1)))
      }
    }
  }

  return {
    url: urlOf(tools.places, life.server.port, databaseName),
    get pid() {
      return life.server.pid
    },
    adopted: life.server.adopted,
    created: isNew,
    account: tools.account.kind,
    async stop() {
      life.stopping = true
      await ownership?.release()
      await stopServer(life.server.pid, tools)
    },
  }
}

/** The address of the embedded database when it runs now (under whichever owner); never starts it. */
export async function findEmbedded(dataDir: string): Promise<{ url: string; pid: number } | undefined> {
  const home = resolve(dataDir)
  if (!existsSync(placesIn(home).cluster)) return undefined
  const places = placesIn(realpathSync(home))
  const running = await findRunning(places)
  if (!running || running === 'wait') return undefined
  return { url: urlOf(places, running.port, databaseName), pid: running.pid }
}

async function prepare(options: EmbeddedOptions, fast: boolean): Promise<{ tools: ServerTools; isNew: boolean }> {
  const binaries = findBinaries()
  const places = makeHome(resolve(options.dataDir))
  linkLibraries(binaries, places.libraries)
  const account = await chooseAccount({
    ...places,
    postgres: binaries.postgres,
    ...(options.accounts ? { allow: options.accounts } : {}),
  })
  const { isNew } = await ensureCluster(places, { binaries, account, fast })
  return { tools: { places, binaries, account, fast, log: options.log }, isNew }
}

// As root in the folder of an ordinary user, what we make belongs to that user.
function makeHome(dataDir: string): Places {
  const owner = ownerAbove(dataDir)
  const isRoot = process.getuid?.() === 0
  for (const folder of [dataDir, placesIn(dataDir).home]) {
    if (existsSync(folder)) {
      refuseUnreachable(folder)
      continue
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (isRoot && owner.uid !== 0) chownSync(folder, owner.uid, owner.gid)
  }
  return placesIn(realpathSync(dataDir))
}

function refuseUnreachable(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    throw foreignOwner(folder, statSync(folder).uid)
  }
}

async function ensureDatabase(places: Places, server: RunningServer): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(places, server.port, 'postgres') })
  await client.connect()
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [databaseName])
    if (rows.length === 0) await client.query(`create database "${databaseName}"`)
  } finally {
    await client.end()
  }
}
