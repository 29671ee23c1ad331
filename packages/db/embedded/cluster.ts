import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Account, giveFiles } from './account.ts'
import { type Binaries, majorVersion } from './binaries.ts'
import { EmbeddedDatabaseError } from './failure.ts'
import { serverSettings } from './settings.ts'

/** The superuser of the embedded database, and the name of the database. */
export const databaseName = 'perigon'

/** Where the parts of an embedded database lie on the disk. */
export interface Places {
  /** Folder of everything below. */
  readonly home: string
  /** PGDATA. */
  readonly cluster: string
  readonly password: string
  readonly port: string
  readonly libraries: string
  readonly log: string
}

/** The layout below a data folder. */
export function placesIn(dataDir: string): Places {
  const home = join(dataDir, 'postgres')
  return {
    home,
    cluster: join(home, 'cluster'),
    password: join(home, 'password'),
    port: join(home, 'port'),
    libraries: join(home, 'lib'),
    log: join(home, 'log'),
  }
}

/** Makes the cluster when there is none; kill -9 at any moment leaves either none or a whole one. */
export async function ensureCluster(places: Places, tools: { binaries: Binaries; account: Account; fast: boolean }) {
  const { binaries, account, fast } = tools
  const isNew = !existsSync(join(places.cluster, 'PG_VERSION'))
  if (isNew) await create(places, tools)
  else refuseOtherVersion(places, majorVersion(binaries))
  mkdirSync(places.log, { recursive: true })
  giveFiles(places.log, account.owner)
  const settings = join(places.cluster, 'perigon.conf')
  writeFileSync(settings, serverSettings({ fast }), { mode: 0o600 })
  giveFiles(settings, account.owner)
  return { isNew }
}

/** The password of the superuser; undefined before the cluster is made. */
export function readPassword(places: Places): string | undefined {
  return existsSync(places.password) ? readFileSync(places.password, 'utf8').trim() : undefined
}

async function create(places: Places, { binaries, account, fast }: { binaries: Binaries; account: Account; fast: boolean }) {
  sweep(places)
  const scratch = join(places.home, `cluster.new-${process.pid}`)
  const password = readPassword(places) ?? randomBytes(24).toString('hex')
  writeFileSync(places.password, `${password}\n`, { mode: 0o600 })
  chmodSync(places.password, 0o600)
  giveFiles(places.password, account.owner)
  const failures: string[] = []
  for (const locale of locales()) {
    rmSync(scratch, { recursive: true, force: true })
    const { ok, output } = await account.run(binaries.initdb, [
      `--pgdata=${scratch}`,
      `--username=${databaseName}`,
      `--pwfile=${places.password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      ...locale,
      '--data-checksums',
      ...(fast ? ['--no-sync'] : []),
    ])
    if (ok) {
      const own = "\ninclude_if_exists 'perigon.conf'\ninclude_if_exists '../postgresql-local.conf'\n"
      appendFileSync(join(scratch, 'postgresql.conf'), own)
      return renameUnlessThere(scratch, places.cluster)
    }
    failures.push(output)
  }
  rmSync(scratch, { recursive: true, force: true })
  throw new EmbeddedDatabaseError('cannot_create', {
    text: { zh: `无法在 ${places.home} 创建数据库`, en: `could not create the database in ${places.home}` },
    advice: {
      zh: '检查磁盘空间和目录权限后重试，或设置 DATABASE_URL 使用自己的 PostgreSQL。',
      en: 'Check disk space and permissions and try again, or set DATABASE_URL to a PostgreSQL of your own.',
    },
    details: failures.join('\n'),
  })
}

// The bundle has no other system locale than the machine's; pg_trgm needs a UTF-8 ctype for Chinese.
function locales(): string[][] {
  const libc = (ctype: string) => ['--locale-provider=libc', '--lc-collate=C', '--locale=C', `--lc-ctype=${ctype}`]
  const builtin = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  return [libc('C.UTF-8'), libc('C.utf8'), libc('en_US.UTF-8'), builtin]
}

// Two first starts at the same moment: the one that comes second uses what the first has made.
function renameUnlessThere(scratch: string, cluster: string): void {
  try {
    renameSync(scratch, cluster)
  } catch (error) {
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error
    rmSync(scratch, { recursive: true, force: true })
  }
}

function sweep(places: Places): void {
  for (const name of readdirSync(places.home)) {
    const pid = /^cluster\.new-(\d+)$/.exec(name)?.[1]
    if (pid && !isRunning(Number(pid))) rmSync(join(places.home, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function refuseOtherVersion(places: Places, ours: number): void {
  const theirs = Number(readFileSync(join(places.cluster, 'PG_VERSION'), 'utf8').trim())
  if (theirs === ours) return
  throw new EmbeddedDatabaseError('wrong_version', {
    text: {
      zh: `数据目录由 PostgreSQL ${theirs} 创建，而此版本自带 PostgreSQL ${ours}`,
      en: `the data folder was made by PostgreSQL ${theirs}, and this version brings PostgreSQL ${ours}`,
    },
    advice: {
      zh: `用原来的 Perigon 版本导出（pg_dump）后再导入，或用 PostgreSQL ${theirs} 打开 ${places.cluster} 并设置 DATABASE_URL。`,
      en: `Dump it (pg_dump) with the Perigon it came from and load it again, or serve ${places.cluster} with a PostgreSQL ${theirs} and set DATABASE_URL.`,
    },
  })
}
