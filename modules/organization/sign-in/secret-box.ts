import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '@perigon/contracts'

/** Keeps secrets that must be read again: sealed with a key that is not in the database, and only for the one they belong to. */
export type SecretBox = {
  seal(text: string, owner: string): string
  /** The text; null when it was sealed with another key or for another owner. */
  open(sealed: string, owner: string): string | null
  isSealed(text: string): boolean
}

const MARK = 'v1.'
const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32

function keyAt(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(path, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    // Somebody made it before, perhaps in this very moment: theirs is the key.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error
  }
  const key = readFileSync(path)
  if (key.length !== KEY_BYTES) throw new Error(`${path} is no key of ${KEY_BYTES} bytes`)
  return key
}

/** A box whose key is a file, made when there is none. Whoever has the database alone reads nothing. */
export function openSecretBox(path: string): SecretBox {
  const key = keyAt(path)
  return {
    seal: (text, owner) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv(ALGORITHM, key, nonce)
      cipher.setAAD(Buffer.from(owner))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${MARK}${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`
    },
    open: (sealed, owner) => {
      const bytes = Buffer.from(sealed.slice(MARK.length), 'base64url')
      try {
        const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, 12))
        decipher.setAAD(Buffer.from(owner))
        decipher.setAuthTag(bytes.subarray(12, 28))
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
    isSealed: (text) => text.startsWith(MARK),
  }
}

/** For programs that have no key: nothing can be sealed, and nothing sealed be read. */
export const noSecretBox: SecretBox = {
  seal: () => {
    throw new AppError('server.error', { data: { detail: 'there is no key to keep secrets with' } })
  },
  open: () => null,
  isSealed: (text) => text.startsWith(MARK),
}
