import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '@perigon/contracts'
import { fileTypeFromFile } from 'file-type'

export type StoredFile = { readonly sha256: string; readonly size: number; readonly mediaType: string }

export type FileStore = {
  /** Takes a stream in; equal contents are kept once. `request.too_large` past the limit. */
  put(source: Readable, limit: number): Promise<StoredFile>
  open(sha256: string): Readable
  /** Removes contents no living attachment names and that are older than a day; answers how many. */
  sweep(isUsed: (sha256s: readonly string[]) => Promise<ReadonlySet<string>>): Promise<number>
}

const HASH = /^[0-9a-f]{64}$/
const DAY = 86_400_000

/** Formats that have no magic number and are told by nothing else than being text are plain downloads. */
async function mediaTypeOf(path: string): Promise<string> {
  const found = await fileTypeFromFile(path).catch(() => undefined)
  return found?.mime ?? 'application/octet-stream'
}

function placeOf(folder: string, sha256: string): string {
  if (!HASH.test(sha256)) throw new AppError('record.not_found')
  return join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
}

async function take(folder: string, source: Readable, limit: number): Promise<StoredFile> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  const temporary = join(incoming, randomUUID())
  const hash = createHash('sha256')
  let size = 0
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > limit) throw new AppError('request.too_large', { data: { limit: `${Math.round(limit / 1024 / 1024)} MB` } })
      hash.update(bytes)
      yield bytes
    }
  }
  try {
    // `flush` puts the bytes on the disk before the record that names them is written.
    await pipeline(measured(), createWriteStream(temporary, { mode: 0o600, flush: true }))
    const sha256 = hash.digest('hex')
    const mediaType = await mediaTypeOf(temporary)
    const place = placeOf(folder, sha256)
    await mkdir(join(place, '..'), { recursive: true, mode: 0o700 })
    await rename(temporary, place)
    return { sha256, size, mediaType }
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function sweepFolder(folder: string, isUsed: (sha256s: readonly string[]) => Promise<ReadonlySet<string>>): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const old: { readonly name: string; readonly path: string }[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    if (Date.parse((await stat(path)).mtime.toISOString()) < performance.timeOrigin + performance.now() - DAY)
      old.push({ name: entry.name, path })
  }
  const used = await isUsed(old.map((file) => file.name))
  const orphans = old.filter((file) => !used.has(file.name))
  for (const orphan of orphans) await rm(orphan.path, { force: true })
  return orphans.length
}

/** Contents on the local disk, each under its own hash. */
export function createFileStore(folder: string): FileStore {
  return {
    put: (source, limit) => take(folder, source, limit),
    open: (sha256) => createReadStream(placeOf(folder, sha256)),
    sweep: (isUsed) => sweepFolder(folder, isUsed),
  }
}
