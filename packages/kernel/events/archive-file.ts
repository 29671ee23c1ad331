import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Executor } from '@perigon/db'

/** One line of an archive: the event as its seal saw it. */
export type ArchiveLine = { readonly seq: number; readonly text: string }

export type ArchiveFile = { readonly file: string; readonly sha256: string; readonly events: number }

export type ArchiveRow = {
  readonly id: number
  readonly partition: string
  readonly file: string
  readonly sha256: string
  readonly events: number
}

const BATCH = 1000

/** A file that says it is there is there, also after the power went. */
async function settle(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync()
  await handle.close()
}

/** Writes lines into a compressed file that is named by what it holds; a half-written one never has that name. */
export async function writeArchive(folder: string, partition: string, lines: AsyncIterable<ArchiveLine>): Promise<ArchiveFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `${partition}.draft`)
  const hash = createHash('sha256')
  let events = 0
  const texts = async function* (): AsyncGenerator<string> {
    for await (const { text } of lines) {
      events += 1
      yield `${text}\n`
    }
  }
  const hashing = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(Readable.from(texts()), createGzip(), hashing, createWriteStream(draft, { mode: 0o600 }))
  const sha256 = hash.digest('hex')
  const file = `${partition}-${sha256.slice(0, 16)}.jsonl.gz`
  await settle(draft)
  await rename(draft, join(folder, file))
  await settle(folder)
  return { file, sha256, events }
}

/** Takes a file away that no archive names any more. */
export async function removeArchive(folder: string, file: string): Promise<void> {
  await rm(join(folder, file), { force: true })
}

/** The lines of an archive, in the order of their numbers. */
export async function* readArchive(folder: string, file: string): AsyncGenerator<ArchiveLine> {
  const packed = createReadStream(join(folder, file))
  const plain = createGunzip()
  packed.on('error', (error) => plain.destroy(error))
  for await (const text of createInterface({ input: packed.pipe(plain), crlfDelay: 0 })) {
    const seq = Number(/^\[(\d+),/.exec(text)?.[1] ?? Number.NaN)
    yield { seq, text }
  }
}

/** Hash of a whole file; empty when it cannot be read. */
async function hashOf(folder: string, file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(join(folder, file))) hash.update(chunk)
    return hash.digest('hex')
  } catch {
    return ''
  }
}

type Sealed = { readonly seq: number; readonly content: Buffer; readonly erased: boolean }

/**
 * Whether an archive holds just these events, each as it was sealed. Returns the number of the first that is not, null
 * when all are. `where` narrows the seals to those of the archive.
 */
export async function firstDifference(
  db: Executor,
  lines: AsyncIterable<ArchiveLine>,
  where: { readonly archive: number } | { readonly partition: string },
): Promise<number | null> {
  let last = 0
  let waiting: ArchiveLine[] = []
  const compare = async (): Promise<number | null> => {
    const seals =
      'archive' in where
        ? await db.query<Sealed>({
            text: `select seq, content, erased from event_seal where archive = $1 and seq > $2 order by seq limit ${BATCH}`,
            values: [where.archive, last],
          })
        : await db.query<Sealed>({
            text: `select s.seq, s.content, s.erased from "${where.partition}" e join event_seal s on s.seq = e.seq where e.seq > $1 order by e.seq limit ${BATCH}`,
            values: [last],
          })
    for (let index = 0; index < Math.max(seals.length, waiting.length); index += 1) {
      const [seal, line] = [seals[index], waiting[index]]
      if (seal === undefined || line === undefined || seal.seq !== line.seq) return seal?.seq ?? line?.seq ?? 0
      if (!seal.erased && !createHash('sha256').update(line.text).digest().equals(seal.content)) return line.seq
    }
    last = waiting[waiting.length - 1]?.seq ?? last
    return null
  }
  for await (const line of lines) {
    waiting.push(line)
    if (waiting.length < BATCH) continue
    const found = await compare()
    if (found !== null) return found
    waiting = []
  }
  return compare()
}

/** Archives as the database knows them, oldest first. */
export async function listArchives(db: Executor): Promise<readonly ArchiveRow[]> {
  return db.query<ArchiveRow>('select id, partition, file, sha256, events from event_archive order by id')
}

/** Every archive there must be: present, unchanged, and with the events that its seals name. */
export async function verifyArchives(
  db: Executor,
  folder: string,
): Promise<{ readonly events: number; readonly faults: readonly { readonly seq: number; readonly fault: 'archive' }[] }> {
  const faults: { readonly seq: number; readonly fault: 'archive' }[] = []
  let events = 0
  for (const archive of await listArchives(db)) {
    events += archive.events
    const first = await db.query<{ seq: number }>({
      text: 'select min(seq) as seq from event_seal where archive = $1',
      values: [archive.id],
    })
    if ((await hashOf(folder, archive.file)) !== archive.sha256) faults.push({ seq: first[0]?.seq ?? 0, fault: 'archive' })
    else {
      const seq = await firstDifference(db, readArchive(folder, archive.file), { archive: archive.id })
      if (seq !== null) faults.push({ seq, fault: 'archive' })
    }
  }
  return { events, faults }
}
