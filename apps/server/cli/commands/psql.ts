import { spawn } from 'node:child_process'
import { createDatabase } from '@perigon/db'
import { childEnvironment } from '../../config.ts'
import { runSqlShell } from '../sql-shell.ts'
import type { Command } from '../command.ts'

/** `./perigon psql`: the system's psql on our database, or a plain shell of our own where there is none. */
export const psqlCommand: Command = {
  name: 'psql',
  usage: '[psql arguments | -c "select …"]',
  help: {
    zh: '用 psql 打开数据库（没有安装 psql 时使用内置的简单终端）',
    en: 'Open the database in psql (or in a plain shell of our own where psql is not installed)',
  },
  ownSignals: true,
  async run({ args, print, openDatabase }) {
    const { url } = await openDatabase()
    const code = await runPsql(url, args)
    if (code !== undefined) return code
    print.note({
      zh: '没有找到 psql，使用内置终端（以 ; 结束语句，\\q 退出）',
      en: 'psql is not installed; a plain shell instead (end statements with ;, leave with \\q)',
    })
    const database = createDatabase({ url, max: 1, statementTimeoutMs: 0 })
    try {
      return await runSqlShell(database, { args, print })
    } finally {
      await database.close()
    }
  },
}

/** Undefined when there is no psql on this machine. */
function runPsql(text: string, args: readonly string[]): Promise<number | undefined> {
  const url = new URL(text)
  const password = decodeURIComponent(url.password)
  url.password = ''
  // The password goes by the environment, where other users of the machine cannot read it.
  const env = childEnvironment(password === '' ? {} : { PGPASSWORD: password })
  return new Promise((done) => {
    const child = spawn('psql', ['-d', url.href, ...args], { stdio: 'inherit', env })
    // Ctrl-C is for the statement that runs in psql, not for us.
    const ignore = () => undefined
    process.on('SIGINT', ignore)
    child.on('error', () => done(undefined))
    child.on('exit', (code) => {
      process.off('SIGINT', ignore)
      done(code ?? 1)
    })
  })
}
