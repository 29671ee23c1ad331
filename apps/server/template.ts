import { fileURLToPath } from 'node:url'
import { systemClock } from '@perigon/contracts'
import { createDatabase, migrate } from '@perigon/db'
import { applySeeds, createKernel, protect } from '@perigon/kernel'
import { modules } from './modules.ts'

export const migrationsDir = fileURLToPath(new URL('../../db/migrations', import.meta.url))

/** Brings an empty database to the state of a fresh installation: all migrations and first-day records. */
export async function prepareTemplate(url: string): Promise<void> {
  const db = createDatabase({ url, max: 2 })
  try {
    await migrate(db, migrationsDir)
    const kernel = await createKernel({
      db,
      modules,
      clock: systemClock,
      environment: () => ({ base_currency: 'CNY', rate: (currency) => (currency === 'CNY' ? '1' : null) }),
    })
    await protect(db, kernel.snapshot())
    await applySeeds(kernel)
  } finally {
    await db.close()
  }
}
