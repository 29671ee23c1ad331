import { type Clock, fixedClock } from '@perigon/contracts'
import { createDatabase, createScopedDatabase, type Database } from '@perigon/db'
import { APP_ROLE, createKernel, type Kernel, type ModuleDefinition } from '@perigon/kernel'
import { testDatabase } from './database.ts'

/** A kernel over a database of its own, with a pinned clock; rates: CNY 1, USD 7. */
export type House = {
  readonly db: Database
  readonly kernel: Kernel
  readonly clock: Clock & { set(iso: string): void }
  close(): Promise<void>
}

/** Boots a kernel with these modules on a fresh clone of the template. Close it at the end of the file. */
export async function openHouse(modules: readonly ModuleDefinition[], now = '2026-11-24T02:00:00Z'): Promise<House> {
  const database = await testDatabase()
  const db = createDatabase({ url: database.url, max: 8 })
  const clock = fixedClock(now)
  const rates: { readonly [currency: string]: string } = { CNY: '1', USD: '7' }
  const scoped = createScopedDatabase({ url: database.url, role: APP_ROLE, max: 4 })
  const kernel = await createKernel({
    db,
    scoped,
    modules,
    clock,
    environment: () => ({ base_currency: 'CNY', rate: (currency) => rates[currency] ?? null }),
  })
  return {
    db,
    kernel,
    clock,
    close: async () => {
      await scoped.close()
      await db.close()
      await database.drop()
    },
  }
}
