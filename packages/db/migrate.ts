import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database, Executor } from './database.ts'

export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string }

const LOCK = 7_300_001

/** Reads `NNNN_name.sql` files in order. */
export async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function applied(db: Executor): Promise<ReadonlyMap<string, string>> {
  const exists = await db.query<{ found: boolean }>(`select to_regclass('public.migration') is not null as found`)
  if (exists[0]?.found !== true) return new Map()
  const rows = await db.query<{ name: string; checksum: string }>('select name, checksum from migration')
  return new Map(rows.map((row) => [row.name, row.checksum]))
}

/** Names of migrations that have not run yet, in order. */
export async function pendingMigrations(db: Executor, directory: string): Promise<readonly string[]> {
  const done = await applied(db)
  return (await readMigrations(directory)).filter((migration) => !done.has(migration.name)).map((migration) => migration.name)
}

/**
 * Runs what is pending, each file in a transaction of its own, under an advisory lock so that of several
 * processes one migrates and the others wait. Refuses to go on when an applied file was edited.
 */
export async function migrate(db: Database, directory: string): Promise<readonly string[]> {
  const migrations = await readMigrations(directory)
  const ran: string[] = []
  for (const migration of migrations) {
    const fresh = await db.transaction(async (tx) => {
      await tx.query({ text: 'select pg_advisory_xact_lock($1)', values: [LOCK] })
      await tx.query(
        'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
      )
      const known = (await applied(tx)).get(migration.name)
      if (known !== undefined) {
        if (known !== migration.checksum) {
          throw new Error(
            `Migration ${migration.name} was changed after it ran (checksum differs). Restore the file; put the change into a new one.`,
          )
        }
        return false
      }
      await tx.query('set local statement_timeout = 0')
      await tx.query(migration.sql)
      await tx.query({ text: 'insert into migration (name, checksum) values ($1, $2)', values: [migration.name, migration.checksum] })
      return true
    })
    if (fresh) ran.push(migration.name)
  }
  return ran
}
