import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@perigon/contracts'
import { createDatabase } from '@perigon/db'
import { pino } from 'pino'
import { compose } from '../../apps/server/compose.ts'
import { migrationsDir } from '../../apps/server/template.ts'

/** The real server without row security: what the second check costs is the difference. */
async function main(url: string): Promise<void> {
  const house = await compose({
    db: createDatabase({ url, max: 4 }),
    clock: systemClock,
    logger: pino({ level: 'warn' }),
    role: 'web',
    trustProxy: false,
    tls: false,
    rowSecurity: false,
    dataDir: await mkdtemp(join(tmpdir(), 'perigon-unsecured-')),
    migrationsDir,
  })
  await house.http.listen({ host: '127.0.0.1', port: 0 })
  const address = house.http.server.address()
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 })
  process.on('disconnect', () => process.exit(0))
}

await main(process.argv[2] ?? '')
