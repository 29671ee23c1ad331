import { createHash } from 'node:crypto'

/** The same rows; when the last is out, or the reader has gone, tells how many there were and the hash of what they said. */
export async function* counted<T>(rows: AsyncIterable<T>, onEnd: (count: number, hash: string) => Promise<void>): AsyncGenerator<T> {
  const hash = createHash('sha256')
  let count = 0
  try {
    for await (const row of rows) {
      count += 1
      hash.update(JSON.stringify(row))
      yield row
    }
  } finally {
    await onEnd(count, hash.digest('hex'))
  }
}
