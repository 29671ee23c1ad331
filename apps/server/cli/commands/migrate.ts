import { existsSync } from 'node:fs'
import { createDatabase, pendingMigrations } from '@perigon/db'
import type { Command } from '../command.ts'
import { migrationsFolder } from '../../doctor/migrations-folder.ts'

/** `./perigon migrate`: brings the database to the state of this version, as a start does. */
export const migrateCommand: Command = {
  name: 'migrate',
  usage: '[--dry-run] [--json]',
  help: {
    zh: '把数据库升级到当前版本；--dry-run 只列出待执行的步骤',
    en: 'Bring the database to this version; --dry-run only lists what would run',
  },
  async run({ args, print, openDatabase }) {
    const { url } = await openDatabase()
    const pending = await listPending(url)
    const isDryRun = args.includes('--dry-run')
    if (!isDryRun) await bringUpToDate(url)
    if (args.includes('--json')) {
      print.json({ pending, applied: !isDryRun })
      return 0
    }
    for (const name of pending) print.line(`${isDryRun ? '·' : '✓'} ${name}`)
    if (pending.length === 0) print.line({ zh: '没有待执行的迁移', en: 'No migration is pending' })
    return 0
  },
}

async function listPending(url: string): Promise<readonly string[]> {
  const database = createDatabase({ url, max: 1 })
  try {
    return existsSync(migrationsFolder) ? await pendingMigrations(database, migrationsFolder) : []
  } finally {
    await database.close()
  }
}

async function bringUpToDate(url: string): Promise<void> {
  const template: { prepareTemplate: (url: string) => Promise<void> } = await import(new URL('../../template.ts', import.meta.url).href)
  await template.prepareTemplate(url)
}
