import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixedClock, systemClock } from '@perigon/contracts'
import { emptyDatabase, type TestDatabase } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Config, readConfig } from '../config.ts'
import { examine } from './index.ts'

let database: TestDatabase
let folder = ''

beforeAll(async () => {
  database = await emptyDatabase()
  folder = mkdtempSync(join(tmpdir(), 'perigon-doctor-'))
})

afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

describe('the doctor', () => {
  test('looks at everything, and each finding speaks both languages', async () => {
    const findings = await examine(configOf({ PORT: '0', DATABASE_URL: database.url }), systemClock)
    expect(findings.map(({ check }) => check)).toEqual([
      'node',
      'clock',
      'time_zone',
      'data_folder',
      'disk',
      'memory',
      'port',
      'database_version',
      'durability',
      'database_clock',
      'collation',
      'extensions',
      'migrations',
      'row_security',
    ])
    for (const { text, advice, status } of findings) {
      expect(text.zh).not.toBe('')
      expect(text.en).not.toMatch(/\p{Script=Han}/u)
      if (status !== 'ok') expect(advice).toBeDefined()
    }
  })

  test.skipIf(process.env['PERIGON_TEST_DATABASE_URL'])('finds the test server unsafe, because its fsync is off', async () => {
    expect(await statusOf('durability', { DATABASE_URL: database.url })).toBe('failure')
  })

  test('notices a clock that differs from the one of the database', async () => {
    const findings = await examine(configOf({ DATABASE_URL: database.url }), fixedClock('2031-01-01T00:00:00Z'))
    expect(findings.find(({ check }) => check === 'database_clock')?.status).toBe('failure')
  })

  test('says in one line that the database does not answer', async () => {
    const findings = await examine(configOf({ DATABASE_URL: 'postgres://crm:s3cret@127.0.0.1:1/crm' }), systemClock)
    expect(findings.filter(({ check }) => check === 'database')).toHaveLength(1)
    expect(JSON.stringify(findings)).not.toContain('s3cret')
  })

  test('does not make a database just to look at it', async () => {
    expect(await statusOf('database', {})).toBe('warning')
  })

  test.each([
    ['another program', 'hello', 'failure'],
    ['Perigon', '{"name":"perigon"}', 'ok'],
  ])('tells %s on the port', async (_name, answer, status) => {
    const server = createServer((_request, response) => response.end(answer))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await statusOf('port', { PORT: String(port) })).toBe(status)
    server.close()
  })
})

function configOf(env: Record<string, string>): Config {
  const result = readConfig({ PERIGON_DATA: folder, ...env })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

async function statusOf(check: string, env: Record<string, string>): Promise<string | undefined> {
  const findings = await examine(configOf(env), systemClock)
  return findings.find((finding) => finding.check === check)?.status
}
