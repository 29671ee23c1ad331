import { AppError, isJsonObject, type Json } from '@perigon/contracts'
import type { Database, Executor, Tx } from '@perigon/db'
import { systemActor } from '../access/scope.ts'
import type { Kernel } from '../kernel.ts'
import {
  type ArchiveFile,
  type ArchiveLine,
  firstDifference,
  listArchives,
  readArchive,
  removeArchive,
  writeArchive,
} from './archive-file.ts'
import { writeNote } from './note.ts'
import { ensurePartitions, listPartitions, type Partition } from './partitions.ts'
import { EVENT_TEXT } from './seal.ts'

/** Access logs are kept at least so long (cyber-security law, six months). */
export const SHORTEST_KEPT_DAYS = 180

const BATCH = 1000
const DAY_MS = 86_400_000
const LOCK = 7_300_007
const keeper = systemActor('log keeper')

async function* linesOf(db: Executor, partition: string): AsyncGenerator<ArchiveLine> {
  let last = 0
  for (;;) {
    const rows = await db.query<ArchiveLine>({
      text: `select e.seq, ${EVENT_TEXT} as text from "${partition}" e where e.seq > $1 order by e.seq limit ${BATCH}`,
      values: [last],
    })
    yield* rows
    if (rows.length < BATCH) return
    last = rows[rows.length - 1]?.seq ?? last
  }
}

/** Everything in it is sealed, and everybody who follows the log has read beyond it. */
async function isDone(db: Executor, partition: string, followers: readonly string[]): Promise<boolean> {
  const rows = await db.query<{ done: boolean }>({
    text: `select not exists (select 1 from "${partition}" e where not exists (select 1 from event_seal s where s.seq = e.seq))
             and not exists (select 1 from event_cursor c where c.name = any($1)
               and (c.xid, c.seq) < (select e.xid, e.seq from "${partition}" e order by e.xid desc, e.seq desc limit 1)) as done`,
    values: [followers],
  })
  return rows[0]?.done === true
}

type Extent = { readonly events: number; readonly first_at: string; readonly last_at: string }

/** In one transaction: the archive is known, its seals name it, the log says so, and the partition is gone. */
async function putAway(
  tx: Tx,
  partition: string,
  input: { readonly file: ArchiveFile; readonly now: Date; readonly snapshot: number },
): Promise<void> {
  const { file, now, snapshot } = input
  await tx.query(`set local lock_timeout = '5s'`)
  await tx.query('set local statement_timeout = 0')
  await tx.query(`lock table "${partition}" in access exclusive mode`)
  const extent = await tx.query<Extent>(
    `select count(*) as events, to_json(min(at))#>>'{}' as first_at, to_json(max(at))#>>'{}' as last_at from "${partition}"`,
  )
  const { events, first_at, last_at } = extent[0] ?? { events: 0, first_at: '', last_at: '' }
  if (events !== file.events) throw new AppError('server.error', { data: { detail: `${partition} changed while it was put away` } })
  const made = await tx.query<{ id: number }>({
    text: `insert into event_archive (partition, file, sha256, events, first_at, last_at, archived_at) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    values: [partition, file.file, file.sha256, events, first_at, last_at, now.toISOString()],
  })
  await tx.query(`select set_config('perigon.keeping', 'on', true)`)
  await tx.query({ text: `update event_seal s set archive = $1 from "${partition}" e where e.seq = s.seq`, values: [made[0]?.id] })
  await dropPartition(tx, partition)
  const detail = { partition, file: file.file, sha256: file.sha256, events, first_at, last_at }
  await writeNote(tx, keeper, { fact: 'archive', object: 'event', record: null, detail, now, snapshot })
}

async function dropPartition(tx: Tx, partition: string): Promise<void> {
  await tx.query(`alter table event detach partition "${partition}"`)
  await tx.query(`drop table "${partition}"`)
}

export type KeepOptions = {
  /** Folder of the archives. */
  readonly folder: string
  /** Days that stay in the database; null keeps everything there. */
  readonly days: number | null
}

async function archiveOne(kernel: Kernel, partition: Partition, folder: string): Promise<boolean> {
  const { db } = kernel
  const { name } = partition
  const some = await db.query<{ some: boolean }>(`select exists (select 1 from "${name}") as some`)
  if (some[0]?.some !== true) {
    await db.transaction((tx) => dropPartition(tx, name))
    return false
  }
  const followers = ['seal', ...kernel.modules.flatMap((module) => (module.subscribers ?? []).map((subscriber) => subscriber.name))]
  if (!(await isDone(db, name, followers))) return false
  const file = await writeArchive(folder, name, linesOf(db, name))
  const different = await firstDifference(db, readArchive(folder, file.file), { partition: name })
  if (different !== null) {
    await removeArchive(folder, file.file)
    throw new AppError('server.error', { data: { detail: `event ${different} is not as it was sealed; ${name} stays (./perigon doctor)` } })
  }
  await db.transaction((tx) => putAway(tx, name, { file, now: kernel.clock.now(), snapshot: kernel.snapshot().version }))
  return true
}

type Erasure = { readonly id: number; readonly object: string; readonly record: string; readonly fields: readonly string[] }

/** The line without the erased values; the same line when it has none. Places: 0 number, 5 object, 6 record, 9 changes. */
function withoutErased(line: ArchiveLine, erasures: readonly Erasure[]): ArchiveLine {
  const mine = erasures.filter(({ record }) => line.text.includes(record))
  if (mine.length === 0) return line
  const parts: Json[] = JSON.parse(line.text)
  const fields = new Set(
    mine.filter(({ object, record }) => parts[5] === object && parts[6] === record).flatMap((erasure) => erasure.fields),
  )
  const changes = parts[9]
  if (!isJsonObject(changes) || !Object.keys(changes).some((field) => fields.has(field))) return line
  parts[9] = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(changes).filter(([field]) => !fields.has(field)))))
  return { seq: line.seq, text: JSON.stringify(parts) }
}

/** Takes what was erased out of the archives as well. The new file is there before the old one goes. */
async function applyErasures(kernel: Kernel, folder: string): Promise<void> {
  const { db } = kernel
  const pending = await db.query<Erasure>('select id, object, record, fields from event_erasure where applied_at is null order by id')
  if (pending.length === 0) return
  for (const archive of await listArchives(db)) {
    const erased: number[] = []
    const lines = async function* (): AsyncGenerator<ArchiveLine> {
      for await (const line of readArchive(folder, archive.file)) {
        const left = withoutErased(line, pending)
        if (left !== line) erased.push(line.seq)
        yield left
      }
    }
    const file = await writeArchive(folder, archive.partition, lines())
    if (erased.length === 0) {
      if (file.file !== archive.file) await removeArchive(folder, file.file)
      continue
    }
    await db.transaction(async (tx) => {
      await tx.query(`select set_config('perigon.keeping', 'on', true)`)
      await tx.query({
        text: 'update event_archive set file = $2, sha256 = $3 where id = $1',
        values: [archive.id, file.file, file.sha256],
      })
      await tx.query({ text: 'update event_seal set erased = true where seq = any($1)', values: [erased] })
      const detail = { partition: archive.partition, file: file.file, sha256: file.sha256, events: erased.length }
      await writeNote(tx, keeper, {
        fact: 'erase',
        object: 'event',
        record: null,
        detail,
        now: kernel.clock.now(),
        snapshot: kernel.snapshot().version,
      })
    })
    await removeArchive(folder, archive.file)
  }
  await db.query({
    text: 'update event_erasure set applied_at = $2 where id = any($1)',
    values: [pending.map((erasure) => erasure.id), kernel.clock.now().toISOString()],
  })
}

async function underLock(db: Database, work: () => Promise<void>): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('set local idle_in_transaction_session_timeout = 0')
    const locked = await tx.query<{ mine: boolean }>({ text: 'select pg_try_advisory_xact_lock($1) as mine', values: [LOCK] })
    if (locked[0]?.mine === true) await work()
  })
}

/**
 * Keeps the log in order: next months have partitions, months beyond the time that is kept are put away in files, and
 * erasures reach those files. One process does it at a time. Returns the partitions that were put away.
 */
export async function keepLog(kernel: Kernel, { folder, days }: KeepOptions): Promise<readonly string[]> {
  const away: string[] = []
  await ensurePartitions(kernel.db, kernel.clock.now())
  await underLock(kernel.db, async () => {
    const kept = days === null ? null : Math.max(days, SHORTEST_KEPT_DAYS)
    const horizon = kept === null ? null : kernel.clock.now().getTime() - kept * DAY_MS
    for (const partition of await listPartitions(kernel.db)) {
      if (horizon === null || partition.to.getTime() > horizon) continue
      if (await archiveOne(kernel, partition, folder)) away.push(partition.name)
    }
    await applyErasures(kernel, folder)
  })
  return away
}
