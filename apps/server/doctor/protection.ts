import { join } from 'node:path'
import { APP_ROLE, findDrift, readSnapshot, shapeOf, verifySeals } from '@perigon/kernel'
import { modules } from '../modules.ts'
import type { DatabaseCheck } from './finding.ts'

async function hasTables(database: Parameters<DatabaseCheck>[0]['database'], table: string): Promise<boolean> {
  const rows = await database.query<{ found: boolean }>({ text: 'select to_regclass($1) is not null as found', values: [table] })
  return rows[0]?.found === true
}

/** The database is what the definitions say: migrations made it, nobody changed it by hand. */
export const checkDrift: DatabaseCheck = async ({ database }) => {
  if (!(await hasTables(database, 'snapshot_version'))) return []
  const drift = await findDrift(database, shapeOf(await readSnapshot(database, modules)))
  if (drift.length === 0) return [{ check: 'schema', status: 'ok', text: { zh: '表结构与定义一致', en: 'the tables are as defined' } }]
  const shown = drift.slice(0, 5).join('; ')
  return [
    {
      check: 'schema',
      status: 'failure',
      text: {
        zh: `表结构与定义不一致（${drift.length} 处）：${shown}`,
        en: `the tables differ from the definitions in ${drift.length} places: ${shown}`,
      },
      advice: {
        zh: '运行 ./perigon migrate；若仍不一致，请恢复被手工改动的部分。',
        en: 'Run ./perigon migrate; what still differs was changed by hand: put it back.',
      },
    },
  ]
}

/** People's statements run behind row security. */
export const checkRowSecurity: DatabaseCheck = async ({ database }) => {
  const rows = await database.query<{ usable: boolean }>({
    text: `select coalesce((select pg_has_role(current_user, oid, 'member') and not rolbypassrls and not rolsuper from pg_roles where rolname = $1), false) as usable`,
    values: [APP_ROLE],
  })
  if (rows[0]?.usable === true) return [{ check: 'row_security', status: 'ok', text: { zh: '行级安全已启用', en: 'row security is on' } }]
  return [
    {
      check: 'row_security',
      status: 'warning',
      text: { zh: `缺少数据库角色 ${APP_ROLE}，行级安全未启用`, en: `the database role ${APP_ROLE} is missing: row security is off` },
      advice: {
        zh: `请数据库管理员执行：create role ${APP_ROLE}; grant ${APP_ROLE} to current_user;`,
        en: `Let a database administrator run: create role ${APP_ROLE}; grant ${APP_ROLE} to current_user;`,
      },
    },
  ]
}

/** Nothing of the event log was changed or removed since it was sealed. */
export const checkSeals: DatabaseCheck = async ({ database, config }) => {
  if (!(await hasTables(database, 'event_archive'))) return []
  const { sealed, archived, faults } = await verifySeals(database, join(config.dataDir, 'archive'))
  if (faults.length === 0)
    return [
      {
        check: 'log',
        status: 'ok',
        text: {
          zh: `操作日志完整（已校验 ${sealed} 条，其中归档 ${archived} 条）`,
          en: `the event log is whole (${sealed} entries verified, ${archived} of them in archives)`,
        },
      },
    ]
  const shown = faults
    .slice(0, 5)
    .map(({ seq, fault }) => `${seq} ${fault}`)
    .join(', ')
  return [
    {
      check: 'log',
      status: 'failure',
      text: { zh: `操作日志被改动过：${shown}`, en: `the event log was tampered with: ${shown}` },
      advice: {
        zh: '请保留现场，核对备份与数据库管理员的操作记录。',
        en: 'Keep everything as it is; compare with a backup and with what database administrators did.',
      },
    },
  ]
}
