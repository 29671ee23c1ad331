import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Outcome, Slice } from '../load/protocol.ts'
import type { ViewSession } from '../raw/view-reader.ts'

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// Without the launcher's tether, which would let a child end as soon as it only waits for messages.
const BARE = { execArgv: [] }

export type RawServer = { readonly pid: number; readonly port: number; stop(): void }

export type RawSession = ViewSession & { readonly department: string; readonly name: string }

/** The baseline server in a process of its own. */
export async function startRaw(url: string, sessions: { readonly [token: string]: RawSession }): Promise<RawServer> {
  const child = fork(fileOf('../raw/raw-server.ts'), [url, JSON.stringify(sessions)], BARE)
  const [message] = await once(child, 'message')
  return { pid: child.pid ?? 0, port: Number(message.port), stop: () => child.disconnect() }
}

/** Perigon over the same database without row security, in a process of its own that does no background work. */
export async function startUnsecured(url: string): Promise<RawServer> {
  const child = fork(fileOf('../raw/unsecured-server.ts'), [url], BARE)
  const [message] = await once(child, 'message')
  return { pid: child.pid ?? 0, port: Number(message.port), stop: () => child.disconnect() }
}

export type Generator = { run(slice: Slice): Promise<Outcome>; stop(): void }

/** The load generator in a process of its own. */
export function startGenerator(): Generator {
  const child: ChildProcess = fork(fileOf('../load/load-generator.ts'), [], BARE)
  return {
    run: async (slice) => {
      const answer = once(child, 'message')
      child.send(slice)
      const [message] = await answer
      if (typeof message.error === 'string') throw new Error(message.error)
      return message.outcome
    },
    stop: () => child.disconnect(),
  }
}
