import { setTimeout as pause } from 'node:timers/promises'
import type { Login, Perigon } from './perigon.ts'
import { memoryOf } from './processes.ts'

/** All customers as one workbook, streamed to somebody who reads as fast as it comes. */
export type Exported = {
  readonly seconds: number
  readonly megabytes: number
  /** Resident memory of the server before, and the most while it wrote. */
  readonly before: number
  readonly most: number
}

const LOOK_MS = 250

/** Asks for every customer as XLSX, throws the bytes away, and watches the memory of the server. */
export async function measureExport(perigon: Perigon, admin: Login): Promise<Exported> {
  const before = memoryOf(perigon.pid).rssMegabytes
  let most = before
  let isDone = false
  const watching = (async () => {
    while (!isDone) {
      most = Math.max(most, memoryOf(perigon.pid).rssMegabytes)
      await pause(LOOK_MS)
    }
  })()
  const began = performance.now()
  let bytes = 0
  try {
    const answer = await fetch(`${perigon.url}/api/v1/customers/export?format=xlsx`, { headers: admin.headers })
    if (!answer.ok || answer.body === null) throw new Error(`export: ${answer.status}`)
    for await (const chunk of answer.body) bytes += chunk.byteLength
  } finally {
    isDone = true
    await watching
  }
  return { seconds: (performance.now() - began) / 1000, megabytes: bytes / 1024 / 1024, before, most }
}
