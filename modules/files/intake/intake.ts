import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '@perigon/contracts'
import { fileTypeFromFile } from 'file-type'
import { isProgram } from './programs.ts'
import type { Scanner } from '../scan/clamd.ts'
import type { FileStore } from '../store/file-store.ts'

export type Taken = { readonly sha256: string; readonly size: number; readonly mediaType: string }

/** Takes a stream in: measured, hashed, looked into, and kept. */
export type Intake = (source: Readable, what: { readonly name: string; readonly limit: number }) => Promise<Taken>

/** What a scanner found in a file that was not taken; the caller tells the log. */
export class InfectedFile extends AppError {
  readonly finding: string
  constructor(name: string, finding: string) {
    super('file.infected', { data: { name, finding } })
    this.finding = finding
  }
}

/** Formats without a magic number are told by nothing else than being text, and are plain downloads. */
async function mediaTypeOf(path: string): Promise<string> {
  const found = await fileTypeFromFile(path).catch(() => undefined)
  return found?.mime ?? 'application/octet-stream'
}

const MEGABYTE = 1024 * 1024

async function receive(source: Readable, temporary: string, limit: number): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256')
  let size = 0
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > limit) throw new AppError('file.too_large', { data: { limit: `${Math.round(limit / MEGABYTE)} MB` } })
      hash.update(bytes)
      yield bytes
    }
  }
  // `flush` puts the bytes on the disk before the record that names them is written.
  await pipeline(measured(), createWriteStream(temporary, { mode: 0o600, flush: true }))
  return { sha256: hash.digest('hex'), size }
}

/** The way in for files: too large, a program, or infected ones are refused and leave nothing behind. */
export function createIntake(deps: { readonly store: FileStore; readonly folder: string; readonly scan: Scanner | null }): Intake {
  return async (source, { name, limit }) => {
    await mkdir(deps.folder, { recursive: true, mode: 0o700 })
    const temporary = join(deps.folder, randomUUID())
    try {
      const content = await receive(source, temporary, limit)
      const mediaType = await mediaTypeOf(temporary)
      if (isProgram(name, mediaType)) throw new AppError('file.program', { data: { name } })
      const finding = deps.scan === null ? null : await deps.scan(temporary)
      if (finding !== null) throw new InfectedFile(name, finding)
      await deps.store.keep(temporary, content)
      return { ...content, mediaType }
    } finally {
      await rm(temporary, { force: true })
    }
  }
}

const DAY = 86_400_000

/** Removes what was still on its way when a process died: drafts older than a day. Returns how many. */
export async function clearDrafts(folder: string, now: Date): Promise<number> {
  let removed = 0
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found === null || found.mtimeMs >= now.getTime() - DAY) continue
    await rm(path, { force: true })
    removed += 1
  }
  return removed
}
