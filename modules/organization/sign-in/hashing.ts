import { Worker } from 'node:worker_threads'
import type { HashingAnswer, HashingTask } from './hashing-thread.ts'

type Waiting = { readonly done: (answer: HashingAnswer) => void; readonly failed: (error: Error) => void }

/**
 * One thread of low priority that hashes passwords in turn: fifty people who sign in at once must not stop those who
 * work. It is started with the first password and does not keep the process alive; should it die, the next task starts another.
 */
const waiting = new Map<number, Waiting>()
let thread: Worker | null = null
let count = 0

function fail(error: Error): void {
  thread = null
  for (const each of waiting.values()) each.failed(error)
  waiting.clear()
}

function start(): Worker {
  const worker = new Worker(new URL('./hashing-thread.ts', import.meta.url))
  worker.on('message', (answer: HashingAnswer) => {
    waiting.get(answer.number)?.done(answer)
    waiting.delete(answer.number)
    if (waiting.size === 0) worker.unref()
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the hashing thread has ended')))
  return worker
}

function ask(password: string, stored: string | null): Promise<HashingAnswer> {
  thread ??= start()
  const worker = thread
  count += 1
  const task: HashingTask = { number: count, password, stored }
  return new Promise((done, failed) => {
    waiting.set(task.number, { done, failed })
    worker.ref()
    worker.postMessage(task, [])
  })
}

/** The argon2id hash of a text, with its salt and parameters. */
export async function hashText(text: string): Promise<string> {
  return (await ask(text, null)).hash ?? ''
}

/** Whether a text is the one a hash was made of. */
export async function isHashOf(stored: string, text: string): Promise<boolean> {
  return (await ask(text, stored)).isRight
}
