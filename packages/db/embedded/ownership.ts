import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { EmbeddedDatabaseError } from './failure.ts'

/** The right to run this database, held as a session lock inside it: it ends with us, however we end. */
export interface Ownership {
  release(): Promise<void>
}

const lockKey = [7300, 1] as const

/**
 * Takes the ownership, or says who holds it. `onLost` is called when the connection breaks,
 * which means that the server is gone.
 */
export async function takeOwnership(url: string, { holder, onLost }: { holder: string; onLost: () => void }): Promise<Ownership> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `perigon ${process.pid} ${holder}`.trim().slice(0, 63),
    keepAlive: true,
  })
  let released = false
  client.on('error', () => undefined)
  client.on('end', () => {
    if (!released) onLost()
  })
  const release = async () => {
    released = true
    await client.end().catch(() => undefined)
  }
  try {
    await client.connect()
    // The backend of an owner that was killed a moment ago may not have noticed yet.
    for (let tries = 0; tries < 15; tries += 1) {
      const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [...lockKey])
      if (rows[0]?.taken) return { release }
      await pause(100)
    }
    throw await heldError(client)
  } catch (error) {
    await release()
    throw error
  }
}

async function heldError(client: pg.Client): Promise<EmbeddedDatabaseError> {
  const { rows } = await client.query<{ name: string; since: Date }>(
    `select a.application_name as name, a.backend_start as since
       from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.classid = $1 and l.objid = $2 and l.granted`,
    [...lockKey],
  )
  const [, pid = '?', holder = ''] = /^perigon (\d+) ?(.*)$/.exec(rows[0]?.name ?? '') ?? []
  const since = rows[0]?.since.toISOString() ?? '?'
  return new EmbeddedDatabaseError('held', {
    text: {
      zh: `此数据目录正由另一个 Perigon 使用：进程 ${pid}（${holder}，自 ${since} 起）`,
      en: `another Perigon is using this data folder: process ${pid} (${holder}, since ${since})`,
    },
    advice: {
      zh: `先停止它（kill ${pid}），或用 PERIGON_DATA 和 PORT 另选目录和端口。`,
      en: `Stop it first (kill ${pid}), or choose another folder and port with PERIGON_DATA and PORT.`,
    },
  })
}
