import { createReadStream } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { AppError } from '@perigon/contracts'

/** Looks into a file; the name of what it found, or null. */
export type Scanner = (path: string) => Promise<string | null>

const PATIENCE_MS = 120_000

function connect(address: string): Socket {
  if (address.startsWith('/')) return createConnection({ path: address })
  const at = address.lastIndexOf(':')
  return createConnection({ host: address.slice(0, at), port: Number(address.slice(at + 1)) })
}

function lengthOf(chunk: Buffer | null): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(chunk?.length ?? 0)
  return length
}

/** Sends a file as clamd's INSTREAM wants it: pieces with their length before them, and an empty one at the end. */
async function stream(socket: Socket, path: string): Promise<void> {
  const send = (bytes: Buffer): Promise<void> =>
    new Promise((done, fail) => {
      socket.write(bytes, (error) => (error === null || error === undefined ? done() : fail(error)))
    })
  await send(Buffer.from('zINSTREAM\0'))
  for await (const part of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const chunk = Buffer.from(part)
    await send(Buffer.concat([lengthOf(chunk), chunk]))
  }
  await send(lengthOf(null))
}

function answerOf(socket: Socket): Promise<string> {
  return new Promise((done, fail) => {
    const parts: Buffer[] = []
    socket.on('data', (part: Buffer) => parts.push(part))
    socket.on('end', () => done(Buffer.concat(parts).toString('utf8').replaceAll('\0', '').trim()))
    socket.on('error', fail)
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('clamd does not answer')))
  })
}

/** A scanner behind a clamd at `host:port` or a socket path. A file that could not be scanned is not taken. */
export function createClamdScanner(address: string): Scanner {
  return async (path) => {
    const socket = connect(address)
    try {
      const answer = answerOf(socket)
      // Past its own limit clamd answers and hangs up while we still send: its answer tells more than our broken pipe.
      const sent = stream(socket, path).then(
        () => null,
        (error: unknown) => error,
      )
      const text = await answer
      await sent
      const found = /^stream: (.+) FOUND$/.exec(text)?.[1]
      if (found !== undefined) return found
      if (text === 'stream: OK') return null
      throw new Error(text === '' ? 'clamd hung up' : text)
    } catch (error) {
      throw new AppError('file.scan', { cause: error })
    } finally {
      socket.destroy()
    }
  }
}
