import { connect, type Socket } from 'node:net'
import type { Request } from './protocol.ts'

export type Reply = { readonly status: number; readonly etag: string | null; readonly bytes: number; readonly body: Buffer }

export type Connection = { ask(request: Request, headers: string): Promise<Reply>; close(): void }

const HEAD_END = Buffer.from('\r\n\r\n')

function parse(buffer: Buffer): { readonly reply: Reply; readonly length: number } | null {
  const head = buffer.indexOf(HEAD_END)
  if (head < 0) return null
  const text = buffer.toString('latin1', 0, head)
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  if (length === undefined) throw new Error(`no content-length: ${text.slice(0, 200)}`)
  const end = head + 4 + Number(length)
  if (buffer.length < end) return null
  const status = Number(text.slice(9, 12))
  const etag = /\r\netag: ([^\r]+)/i.exec(text)?.[1] ?? null
  return { reply: { status, etag, bytes: end, body: buffer.subarray(head + 4, end) }, length: end }
}

/** One keep-alive connection with one request under way at a time; little code, so that the generator costs little. */
export async function openConnection(port: number): Promise<Connection> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve())
    socket.once('error', reject)
  })
  let received: Buffer = Buffer.alloc(0)
  let waiting: { readonly resolve: (reply: Reply) => void; readonly reject: (error: unknown) => void } | null = null
  const fail = (error: unknown): void => {
    waiting?.reject(error)
    waiting = null
  }
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    try {
      const found = parse(received)
      if (found === null) return
      received = received.subarray(found.length)
      const { resolve } = waiting ?? {}
      waiting = null
      resolve?.(found.reply)
    } catch (error) {
      fail(error)
    }
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('connection closed')))
  return {
    ask: ({ method, path, body }, headers) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        const content = body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
        socket.write(`${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${headers}${content}\r\n${body ?? ''}`)
      }),
    close: () => socket.destroy(),
  }
}
