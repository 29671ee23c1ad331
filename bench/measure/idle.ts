import { setTimeout as pause } from 'node:timers/promises'
import type { Perigon } from './perigon.ts'
import { memoryOf, memoryOfFamily } from './processes.ts'

export type Idle = {
  readonly seconds: number
  /** Proportional set size: memory shared by processes is divided among them. */
  readonly serverMegabytes: number
  readonly databaseMegabytes: number
  /** The plain resident size of the same processes, in which shared memory counts once per process. */
  readonly residentMegabytes: number
}

/** Memory of server and database when nobody has asked anything for a while after the start. */
export async function measureIdle(perigon: Perigon, input: { readonly postmaster: number; readonly seconds: number }): Promise<Idle> {
  await pause(input.seconds * 1000)
  const server = memoryOf(perigon.pid)
  const database = memoryOfFamily(input.postmaster)
  return {
    seconds: input.seconds,
    serverMegabytes: server.pssMegabytes,
    databaseMegabytes: database.pssMegabytes,
    residentMegabytes: server.rssMegabytes + database.rssMegabytes,
  }
}
