import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@perigon/contracts'
import { createDatabase } from '@perigon/db'
import { systemActor } from '@perigon/kernel'
import { setUp } from '@perigon/organization'
import { testDatabase } from '@perigon/testing'
import { pino } from 'pino'
import { compose, type House, type HouseOptions } from './compose.ts'
import { migrationsDir } from './template.ts'

export const PASSWORD = 'Suzhou-Canal-77'

export type TestServer = House & { stop(): Promise<void> }

/** The whole server on a database of its own, set up with the administrator `admin`; for tests. */
export async function startTestServer(
  role: 'all' | 'web' = 'web',
  options: Partial<HouseOptions> & { readonly log?: (line: string) => void } = {},
): Promise<TestServer> {
  const database = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'perigon-server-'))
  const db = createDatabase({ url: database.url, max: 8 })
  const house = await compose({
    db,
    clock: systemClock,
    logger: options.log === undefined ? pino({ level: 'silent' }) : pino({ level: 'trace' }, { write: options.log }),
    role,
    trustProxy: false,
    tls: false,
    dataDir,
    pool: 6,
    migrationsDir,
    ...options,
  })
  await setUp(house, { company: '恒岳精密', locale: 'zh-CN', login: 'admin', name: '管理员', password: PASSWORD })
  return {
    ...house,
    stop: async () => {
      await house.close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type Person = { readonly employee: string; readonly user: string; readonly login: string }

/** An employee with a login; roles as in the seeds (`sales_rep`, `sales_manager`). */
export async function hire(
  house: House,
  input: { readonly login: string; readonly role: string; readonly department: string | null },
): Promise<Person> {
  const results = await house.kernel.write(
    systemActor('test'),
    [{ object: 'employee', op: 'create', patch: { name: input.login, department: input.department } }],
    { cause: { kind: 'system' } },
  )
  const employee = results[0]?.ok === true ? results[0].id : ''
  const users = await house.kernel.write(
    systemActor('test'),
    [{ object: 'user', op: 'create', patch: { login: input.login, name: input.login, employee, roles: [input.role] } }],
    { cause: { kind: 'system' } },
  )
  const user = users[0]?.ok === true ? users[0].id : ''
  await house.signIn.setPassword(user, { login: input.login, password: PASSWORD })
  return { employee, user, login: input.login }
}
