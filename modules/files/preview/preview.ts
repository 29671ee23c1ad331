import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ResizeFit, Transformer } from '@napi-rs/image'
import { contentName, type FileStore } from '../store/file-store.ts'

/** A small picture of a picture, as WebP; null when it cannot be made (damaged, too many pixels, not a picture). */
export type Previews = (sha256: string, size: number) => Promise<Buffer | null>

const LONGEST_SIDE = 320
/** Larger ones could unpack into gigabytes. */
const MAX_PIXELS = 60_000_000
const MAX_BYTES = 30 * 1024 * 1024

async function shrink(bytes: Buffer): Promise<Buffer | null> {
  const picture = new Transformer(bytes)
  const { width, height } = await picture.metadata()
  if (width * height > MAX_PIXELS || width === 0 || height === 0) return null
  const side = Math.min(LONGEST_SIDE, Math.max(width, height))
  // Turned as the camera says; the box is square, so it fits either way.
  return picture.rotate().resize({ width: side, height: side, fit: ResizeFit.Inside }).webp(75)
}

async function contentOf(store: FileStore, sha256: string): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of await store.open(sha256)) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

/** Makes previews one at a time and keeps each in a folder; they can be thrown away at any time. */
export function createPreviews(store: FileStore, folder: string): Previews {
  let last: Promise<unknown> = Promise.resolve()
  const make = async (sha256: string, place: string): Promise<Buffer | null> => {
    const bytes = await contentOf(store, sha256)
    // What cannot be decoded, or would take too much memory, simply has no preview.
    const small = await shrink(bytes).catch(() => null)
    if (small === null) return null
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const temporary = join(folder, `${randomUUID()}.part`)
    await writeFile(temporary, small, { mode: 0o600 })
    await rename(temporary, place)
    return small
  }
  return async (sha256, size) => {
    if (size > MAX_BYTES) return null
    const place = join(folder, `${contentName(sha256)}.webp`)
    const known = await readFile(place).catch(() => null)
    if (known !== null) return known
    const made = last.then(() => make(sha256, place))
    last = made.catch(() => null)
    return made
  }
}
