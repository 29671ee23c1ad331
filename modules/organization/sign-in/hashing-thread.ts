import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { hashSync, verifySync } from '@node-rs/argon2'

/** What the thread is asked; the answer carries the same number. */
export type HashingTask =
  | { readonly number: number; readonly password: string; readonly stored: string }
  | { readonly number: number; readonly password: string; readonly stored: null }
export type HashingAnswer = { readonly number: number; readonly hash: string | null; readonly isRight: boolean }

/** OWASP's floor for argon2id: 19 MiB, two passes. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const LOWEST = 19

/** Those who work go before those who sign in. Linux keeps a priority for each thread; elsewhere it stays as it is. */
function giveWay(): void {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').pop()), LOWEST)
  } catch {
    return
  }
}

/** A stored text that is no hash fits no password. */
function isHashOf(stored: string, password: string): boolean {
  try {
    return verifySync(stored, password)
  } catch {
    return false
  }
}

const bed = new Int32Array(new SharedArrayBuffer(4))

/** As long as the work took: half of a core at most goes into passwords, and its caches stay with those who work. */
function rest(milliseconds: number): void {
  Atomics.wait(bed, 0, 0, milliseconds)
}

giveWay()
parentPort?.on('message', ({ number, password, stored }: HashingTask) => {
  const from = performance.now()
  const answer: HashingAnswer =
    stored === null
      ? { number, hash: hashSync(password, OPTIONS), isRight: false }
      : { number, hash: null, isRight: isHashOf(stored, password) }
  parentPort?.postMessage(answer, [])
  rest(performance.now() - from)
})
