import { createHash, randomBytes } from 'node:crypto'

/** What is kept of a token: enough to recognise it, useless to whoever reads the table. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** A token nobody guesses: 256 bits, safe in addresses and cookies. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}
