import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@perigon/contracts'
import { createDatabase } from '@perigon/db'
import { setUp } from '@perigon/organization'
import { testDatabase } from '@perigon/testing'
import { pino } from 'pino'
import { compose, type House, type HouseOptions } from '../apps/server/compose.ts'
import { storyId } from '../apps/server/demo/identity.ts'
import { migrationsDir } from '../apps/server/template.ts'

export const ADMIN = { login: 'admin', password: 'Suzhou-Canal-77' } as const
/** 林晓, sales rep of 华东销售部. */
export const REP = { login: 'lin.xiao', password: 'Winter-Cooling-42', name: '林晓', index: 4 } as const
/** 陆文斌, who leads 华东销售部. */
export const MANAGER = { login: 'lu.wenbin', password: 'Quiet-Harbour-63', name: '陆文斌', index: 2 } as const

/** Perigon as a browser sees it: an address, and a server behind it that can go away and come back. */
export type Server = {
  readonly url: string
  readonly house: () => House
  /** Stops it; connections that are still open after so many milliseconds are cut. */
  readonly stop: (patience?: number) => Promise<void>
  readonly start: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The server in this process, on a random port it keeps, over a database of one's own. */
export async function openServer(
  database?: { readonly url: string; readonly drop: () => Promise<void> },
  options: (url: string) => Partial<HouseOptions> | Promise<Partial<HouseOptions>> = () => ({}),
): Promise<Server> {
  const store = database ?? (await testDatabase())
  const dataDir = mkdtempSync(join(tmpdir(), 'perigon-e2e-'))
  let port = await freePort()
  let house: House | null = null
  const start = async (): Promise<void> => {
    const db = createDatabase({ url: store.url, max: 8 })
    const logger = pino({ level: process.env['PERIGON_E2E_LOG'] ?? 'silent' })
    const common = { db, clock: systemClock, logger, role: 'all', trustProxy: false, tls: false, dataDir, migrationsDir } as const
    house = await compose({ ...common, ...(await options(`http://localhost:${port}`)) })
    const address = new URL(await house.http.listen({ host: '127.0.0.1', port }))
    port = Number(address.port)
  }
  const stop = async (patience = 3000): Promise<void> => {
    const closing = house
    house = null
    // A browser opens connections ahead of need; a journey does not wait for those to time out.
    const impatience = setTimeout(() => closing?.http.server.closeAllConnections(), patience)
    await closing?.close()
    clearTimeout(impatience)
  }
  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    house: () => {
      if (house === null) throw new Error('the server is stopped')
      return house
    },
    start,
    stop,
    close: async () => {
      await stop()
      await store.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A port nobody listens on; the address has to be known before the server is made. */
function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Company and administrator, as after the set-up page. */
export async function setUpCompany(server: Server): Promise<void> {
  await setUp(server.house(), { company: '恒岳精密', locale: 'zh-CN', login: ADMIN.login, name: '管理员', password: ADMIN.password })
}

/** The equipment company of the story, with passwords for the people of these journeys. */
export async function loadStoryCompany(server: Server): Promise<void> {
  await setUpCompany(server)
  await server.house().loadDemo()
  for (const { login, password, index } of [REP, MANAGER]) {
    await server.house().signIn.setPassword(storyId('user', index), { login, password })
  }
}
