import { existsSync } from 'node:fs'
import { pendingMigrations } from '@perigon/db'
import type { DatabaseCheck, Finding } from './finding.ts'
import { migrationsFolder } from './migrations-folder.ts'

const wantedExtensions = ['pg_trgm', 'btree_gin', 'unaccent', 'pgcrypto']

/** PostgreSQL 15 or newer, with room for our connections and the right to make tables. */
export const checkVersion: DatabaseCheck = async ({ database, config, isEmbedded }) => {
  const [row] = await database.query<{ number: number; version: string; connections: number; may_create: boolean }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
            current_setting('max_connections')::int as connections,
            has_database_privilege(current_database(), 'create') as may_create`,
  )
  const { number = 0, version = '?', connections = 0, may_create = false } = row ?? {}
  const name = isEmbedded ? { zh: '内置', en: 'embedded' } : { zh: '外部', en: 'external' }
  const text = { zh: `PostgreSQL ${version}（${name.zh}）`, en: `PostgreSQL ${version} (${name.en})` }
  const findings: Finding[] = []
  if (number >= 150_000) findings.push({ check: 'database_version', status: 'ok', text })
  else {
    const advice = { zh: '请升级到 PostgreSQL 15 或更新版本。', en: 'Upgrade to PostgreSQL 15 or newer.' }
    findings.push({ check: 'database_version', status: 'failure', text, advice })
  }
  if (connections < config.databasePool + 10) {
    findings.push({
      check: 'connections',
      status: 'warning',
      text: { zh: `数据库最多 ${connections} 个连接`, en: `the database takes ${connections} connections at most` },
      advice: {
        zh: `请把 max_connections 提高到 ${config.databasePool + 10} 以上，或降低 PERIGON_DB_POOL。`,
        en: `Raise max_connections above ${config.databasePool + 10}, or lower PERIGON_DB_POOL.`,
      },
    })
  }
  if (!may_create) {
    findings.push({
      check: 'privileges',
      status: 'failure',
      text: { zh: '数据库用户不能创建表', en: 'the database user may not make tables' },
      advice: {
        zh: '请把数据库的所有者改为该用户：alter database … owner to …',
        en: 'Make that user the owner: alter database … owner to …',
      },
    })
  }
  return findings
}

/** What is acknowledged is on the disk. */
export const checkSafety: DatabaseCheck = async ({ database }) => {
  const rows = await database.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums') order by name`,
  )
  const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name)
  const isDangerous = off.includes('fsync') || off.includes('full_page_writes')
  if (off.length === 0) {
    return [{ check: 'durability', status: 'ok', text: { zh: 'fsync、校验和均已开启', en: 'fsync and checksums are on' } }]
  }
  return [
    {
      check: 'durability',
      status: isDangerous ? 'failure' : 'warning',
      text: { zh: `数据库关闭了 ${off.join('、')}`, en: `the database has ${off.join(', ')} turned off` },
      advice: isDangerous
        ? {
            zh: '断电可能丢失或损坏数据：请在 postgresql.conf 中开启。',
            en: 'A power cut may lose or damage data: turn it on in postgresql.conf.',
          }
        : {
            zh: '建议开启，以便发现磁盘损坏并保证提交不丢失。',
            en: 'Better turned on, to notice a failing disk and to keep every commit.',
          },
    },
  ]
}

/** Its clock and ours tell the same time. */
export const checkDatabaseClock: DatabaseCheck = async ({ database, clock }) => {
  const before = clock.now().getTime()
  const [row] = await database.query<{ now: number; zone: string }>(
    `select extract(epoch from clock_timestamp())::float8 * 1000 as now, current_setting('TimeZone') as zone`,
  )
  const after = clock.now().getTime()
  const difference = Math.round(Math.abs((row?.now ?? 0) - (before + after) / 2))
  const zone = row?.zone ?? '?'
  const text = {
    zh: `与数据库时间相差 ${difference} 毫秒，会话时区 ${zone}`,
    en: `${difference} ms from the clock of the database, its session in ${zone}`,
  }
  if (difference <= 2000) return [{ check: 'database_clock', status: 'ok', text }]
  const advice = { zh: '请在两台机器上启用时间同步。', en: 'Turn on time synchronisation on both machines.' }
  return [{ check: 'database_clock', status: difference > 60_000 ? 'failure' : 'warning', text, advice }]
}

/** Chinese is stored, taken apart and sorted as it should be. */
export const checkText: DatabaseCheck = async ({ database }) => {
  const [row] = await database.query<{ encoding: string; ctype: string; collate: string; knows_letters: boolean; sorts_chinese: boolean }>(
    `select pg_encoding_to_char(encoding) as encoding, datctype as ctype, datcollate as collate,
            lower('É') = 'é' as knows_letters,
            exists (select 1 from pg_collation where collname = 'zh-x-icu') as sorts_chinese
       from pg_database where datname = current_database()`,
  )
  const { encoding = '?', ctype = '?', collate = '?' } = row ?? {}
  const text = {
    zh: `编码 ${encoding}，字符类型 ${ctype}，排序 ${collate}`,
    en: `encoding ${encoding}, ctype ${ctype}, collation ${collate}`,
  }
  if (encoding !== 'UTF8' || !row?.knows_letters) {
    const advice = {
      zh: "请重建数据库：create database … encoding 'UTF8' lc_ctype 'C.UTF-8' lc_collate 'C' template template0",
      en: "Make the database anew: create database … encoding 'UTF8' lc_ctype 'C.UTF-8' lc_collate 'C' template template0",
    }
    return [{ check: 'collation', status: 'failure', text, advice }]
  }
  if (row.sorts_chinese) return [{ check: 'collation', status: 'ok', text }]
  const advice = { zh: '此 PostgreSQL 不含 ICU，中文不能按拼音排序。', en: 'This PostgreSQL has no ICU: Chinese is not sorted by pinyin.' }
  return [{ check: 'collation', status: 'warning', text, advice }]
}

/** The extensions of the stock contrib set are installed or at hand. */
export const checkExtensions: DatabaseCheck = async ({ database }) => {
  const rows = await database.query<{ name: string; installed: string | null }>({
    text: 'select name, installed_version as installed from pg_available_extensions where name = any($1)',
    values: [wantedExtensions],
  })
  const missing = wantedExtensions.filter((name) => !rows.some((row) => row.name === name))
  const waiting = rows.filter((row) => row.installed === null).map((row) => row.name)
  if (missing.length > 0) {
    return [
      {
        check: 'extensions',
        status: 'failure',
        text: { zh: `缺少扩展 ${missing.join('、')}`, en: `the extensions ${missing.join(', ')} are missing` },
        advice: {
          zh: '请安装 contrib 扩展，例如 apt-get install postgresql-contrib。',
          en: 'Install the contrib set, such as apt-get install postgresql-contrib.',
        },
      },
    ]
  }
  const rest = waiting.length > 0 ? waiting.join(', ') : undefined
  return [
    {
      check: 'extensions',
      status: 'ok',
      text: {
        zh: rest ? `扩展齐全，${rest} 将在需要时启用` : `扩展 ${wantedExtensions.join('、')} 已启用`,
        en: rest ? `all extensions are there; ${rest} will be turned on when needed` : `extensions ${wantedExtensions.join(', ')} are on`,
      },
    },
  ]
}

/** The database is at the state of this version. */
export const checkMigrations: DatabaseCheck = async ({ database }) => {
  const pending = existsSync(migrationsFolder) ? await pendingMigrations(database, migrationsFolder) : []
  if (pending.length === 0) {
    return [{ check: 'migrations', status: 'ok', text: { zh: '没有待执行的迁移', en: 'no migration is pending' } }]
  }
  return [
    {
      check: 'migrations',
      status: 'warning',
      text: {
        zh: `${pending.length} 个迁移待执行：${pending.join('、')}`,
        en: `${pending.length} migrations are pending: ${pending.join(', ')}`,
      },
      advice: { zh: '运行 ./perigon migrate，或重新启动服务。', en: 'Run ./perigon migrate, or start the server again.' },
    },
  ]
}
