import type { Readable } from 'node:stream'
import { AppError } from '@perigon/contracts'

/** A content as the store has it, and when it came. */
export type StoredContent = { readonly sha256: string; readonly at: Date; readonly size: number }

/**
 * Where contents of files lie, each under the SHA-256 of its bytes; equal contents are kept once. A folder and
 * S3-compatible storage are the two kinds there are; nothing else of the product knows which it is.
 */
export type FileStore = {
  /** Keeps the file at `path`, which may be gone afterwards. */
  keep(path: string, content: { readonly sha256: string; readonly size: number }): Promise<void>
  open(sha256: string): Promise<Readable>
  list(): AsyncIterable<StoredContent>
  remove(sha256: string): Promise<void>
}

const HASH = /^[0-9a-f]{64}$/

/** A name that is a hash; anything else is treated as absent. */
export function contentName(sha256: string): string {
  if (!HASH.test(sha256)) throw new AppError('record.not_found')
  return sha256
}

/** Whether a name in the store is one of ours. */
export function isContentName(name: string): boolean {
  return HASH.test(name)
}
